namespace CoalitionCms.Features.Media.Formats;

/// <summary>The little that is checked of a PDF; it is offered for download, never shown within a page.</summary>
internal static class PdfFile
{
    private const int TailLength = 1024;

    /// <summary>What stands against a file that has the sign of a PDF at this place.</summary>
    public static MediaProblem? Check(ReadOnlySpan<byte> file, int start)
    {
        // Security: any byte before the sign could be the sign of another type.
        if (FileSignatures.WithoutByteOrderMark(file[..start]).ContainsAnyExcept(" \t\r\n"u8))
            return MediaProblem.Polyglot;
        var tail = file[Math.Max(0, file.Length - TailLength)..];
        var end = tail.LastIndexOf("%%EOF"u8);
        if (end < 0)
            return MediaProblem.Truncated;
        return FileSignatures.HideAnotherFile(tail[end..]) ? MediaProblem.Polyglot : null;
    }
}
