using CoalitionCms.Domain;

namespace CoalitionCms.Data;

/// <summary>The folder of all persistent data; only accessible to the user that runs the program.</summary>
internal static class DataFolder
{
    /// <summary>Creates the folder and checks that it is writable.</summary>
    /// <exception cref="SetupException">The folder cannot be created or written to.</exception>
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

    /// <summary>
    /// Returns the folder for uploads until they are read; not a shared one, because photos still contain their location.
    /// </summary>
    public static string UploadsOf(CmsOptions options) => Path.Combine(options.DataDirectory, "uploads");

    public static SetupException NotWritable(string folder, Exception cause) => new(
        $"The data folder {Path.GetFullPath(folder)} cannot be written to.",
        "Give the program's user the right to write there, or name another folder in Cms__DataDirectory.",
        cause);

    /// <summary>Returns the existing folders and files that only the user that runs the program should be able to open.</summary>
    public static IEnumerable<string> PrivatePaths(CmsOptions options)
    {
        string[] folders = [options.DataDirectory, KeysOf(options)];
        return [.. folders.Where(Directory.Exists), .. new[] { FieldKeyFile.PathOf(options) }.Where(File.Exists),
            .. Directory.Exists(options.DataDirectory) ? Directory.EnumerateFiles(options.DataDirectory, "*.db*") : []];
    }

    /// <summary>Creates an empty file that only the user that runs the program may read, if it does not exist.</summary>
    internal static void MakePrivateFile(string path)
    {
        if (OperatingSystem.IsWindows() || File.Exists(path))
        {
            return;
        }

        // Security: the content written later is never readable by others, not even between creating and closing the file.
        new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }).Dispose();
    }

    /// <summary>Creates a folder that only the user that runs the program may open, if it does not exist.</summary>
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
