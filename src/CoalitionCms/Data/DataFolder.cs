using CoalitionCms.Domain;

namespace CoalitionCms.Data;

/// <summary>The folder of everything that must be kept; only the program's own user may look in.</summary>
public static class DataFolder
{
    /// <summary>Makes the folder and proves that it can be written to.</summary>
    /// <exception cref="SetupException">It cannot be made or written to.</exception>
    public static void Prepare(CmsOptions options)
    {
        try
        {
            MakePrivate(options.DataDirectory);
            MakePrivate(KeysOf(options));
            MakePrivate(UploadsOf(options));
            var probe = Path.Combine(options.DataDirectory, Path.GetRandomFileName());
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw NotWritable(options.DataDirectory, problem);
        }
    }

    public static string KeysOf(CmsOptions options) => Path.Combine(options.DataDirectory, "keys");

    /// <summary>Where what is being uploaded lies until it is read: photos still tell
    /// their place there, so it is no shared folder.</summary>
    public static string UploadsOf(CmsOptions options) => Path.Combine(options.DataDirectory, "uploads");

    public static SetupException NotWritable(string folder, Exception cause) => new(
        $"The data folder {Path.GetFullPath(folder)} cannot be written to.",
        "Give the program's user the right to write there, or name another folder in Cms__DataDirectory.",
        cause);

    /// <summary>Folders and files that only the program's own user should be able to open, as far as they are there.</summary>
    public static IEnumerable<string> PrivatePaths(CmsOptions options)
    {
        string[] folders = [options.DataDirectory, KeysOf(options)];
        return [.. folders.Where(Directory.Exists), .. new[] { FieldKeyFile.PathOf(options) }.Where(File.Exists),
            .. Directory.Exists(options.DataDirectory) ? Directory.EnumerateFiles(options.DataDirectory, "*.db*") : []];
    }

    /// <summary>Makes an empty file that only the program's own user may read, where there is none yet.</summary>
    internal static void MakePrivateFile(string path)
    {
        if (OperatingSystem.IsWindows() || File.Exists(path))
        {
            return;
        }

        // Security: what the file later holds is never readable to others, not even for the moment between making and closing it.
        new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }).Dispose();
    }

    /// <summary>Makes a folder that only the program's own user may open, where there is none yet.</summary>
    internal static void MakePrivate(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
