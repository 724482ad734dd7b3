namespace CoalitionCms.Data;

/// <summary>Writes files atomically: a reader, or a restart after a crash, sees the old content or the new, never a mixture.</summary>
internal static class AtomicFile
{
    /// <summary>Writes to a temporary file in the same folder, flushes to disk, and renames.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var temporary = TemporaryFor(path);
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await file.WriteAsync(content, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public static void WritePrivate(string path, ReadOnlySpan<byte> content, bool overwrite)
    {
        var temporary = TemporaryFor(path);
        try
        {
            // Security: private from its creation.
            var made = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                made.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(temporary, made))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static string TemporaryFor(string path) => $"{path}.{Path.GetRandomFileName()}.tmp";
}
