using System.Buffers;
using System.Text;

namespace CoalitionCms.Features.Media.Formats;

/// <summary>Bytes by which a type, or a second file within the first, is known.</summary>
internal static class FileSignatures
{
    private static readonly byte[] PdfSign = "%PDF-"u8.ToArray();

    // In UTF-16 each letter has a zero on one side.
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n\f\0"u8);

    /// <summary>The type of an image, by its first bytes; null when they are of none.</summary>
    public static MediaType? ImageType(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return MediaType.Jpeg;
        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return MediaType.Png;
        if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8))
            return MediaType.Webp;
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8))
            return MediaType.Gif;
        return HeicAnatomy.Begins(file) ? MediaType.Heic : null;
    }

    /// <summary>Where a PDF begins within the first eight bytes; -1 when none does.</summary>
    public static int PdfStart(ReadOnlySpan<byte> file) => file[..Math.Min(file.Length, 7 + PdfSign.Length)].IndexOf(PdfSign);

    /// <summary>True for SVG, HTML and any other text that begins with a tag.</summary>
    public static bool IsMarkup(ReadOnlySpan<byte> file)
    {
        var start = WithoutByteOrderMark(file);
        var first = start.IndexOfAnyExcept(Blanks);
        return first >= 0 && start[first] == (byte)'<';
    }

    /// <summary>The file without the mark of its text encoding.</summary>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            return file[3..];
        return file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || file.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? file[2..] : file;
    }

    /// <summary>True when the bytes hold what another program would take for a file of its own.</summary>
    public static bool HideAnotherFile(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf(PdfSign) >= 0 || bytes.IndexOf("PK\u0003\u0004"u8) >= 0)
            return true;
        for (var tag = bytes.IndexOf((byte)'<'); tag >= 0; tag = NextTag(bytes, tag))
        {
            var name = bytes[(tag + 1)..];
            if (Begins(name, "script"u8) || Begins(name, "html"u8) || Begins(name, "?php"u8))
                return true;
        }

        return false;
    }

    private static int NextTag(ReadOnlySpan<byte> bytes, int tag)
    {
        var next = bytes[(tag + 1)..].IndexOf((byte)'<');
        return next < 0 ? -1 : tag + 1 + next;
    }

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.Length >= word.Length && Ascii.EqualsIgnoreCase(text[..word.Length], word);
}
