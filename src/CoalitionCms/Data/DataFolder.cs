using System.Runtime.InteropServices;
using CoalitionCms.Domain;

namespace CoalitionCms.Data;

/// <summary>The folder of all persistent data; only accessible to the user that runs the program.</summary>
internal static class DataFolder
{
    /// <summary>
    /// Lets every file and folder that this process creates be opened by its own user only, whatever creates it: the database, its
    /// write-ahead log, uploads, photos, logs, backups.
    /// </summary>
    public static void KeepPrivate()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetUmask(0b000_111_111);
        }
    }

    /// <summary>Creates the folder and checks that it is writable.</summary>
    /// <exception cref="SetupException">The folder cannot be created or written to.</exception>
    public static void Prepare(CmsOptions options)
    {
        try
        {
            MakePrivate(options.DataDirectory);
            MakePrivate(KeysOf(options));
            MakePrivate(UploadsOf(options));
            MakePrivate(CopiesOf(options));
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

    /// <summary>Returns the folder of copies of the site, and of what is remembered about them.</summary>
    public static string CopiesOf(CmsOptions options) => Path.Combine(options.DataDirectory, "copies");

    /// <summary>Returns the folder of what says by which keys the organisation signs: public, but not to be lost.</summary>
    public static string SigningOf(CmsOptions options) => Path.Combine(options.DataDirectory, "signing");

    public static SetupException NotWritable(string folder, Exception cause) => new(
        $"The data folder {Path.GetFullPath(folder)} cannot be written to.",
        "Give the program's user the right to write there, or name another folder in Cms__DataDirectory.",
        cause);

    /// <summary>
    /// Returns what other users of the host may open although only the program's own user should: the data folder, everything in it, and
    /// the key file. Not for Windows.
    /// </summary>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    internal static IEnumerable<(string Path, UnixFileMode Mode)> OpenToOthers(CmsOptions options)
    {
        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var inside = new DirectoryInfo(options.DataDirectory)
            .EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true });
        return new FileSystemInfo[] { new DirectoryInfo(options.DataDirectory), new FileInfo(FieldKeyFile.PathOf(options)) }
            .Concat(inside).DistinctBy(entry => entry.FullName).Where(entry => entry.Exists && entry.LinkTarget is null)
            .Select(entry => (entry.FullName, entry.UnixFileMode)).Where(entry => (entry.UnixFileMode & ~Own) != 0);
    }

    [DllImport("libc", EntryPoint = "umask")]
    private static extern uint SetUmask(uint mask);

    /// <summary>Creates an empty file that only the user that runs the program may read; one that exists becomes so.</summary>
    internal static void MakePrivateFile(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (File.Exists(path))
        {
            Close(path);
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

    /// <summary>Takes the rights of all others away. A file of another user stays as it is, and the health page names it.</summary>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Close(string path)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if (File.GetUnixFileMode(path) is var mode && (mode & Others) != 0)
        {
            try
            {
                File.SetUnixFileMode(path, mode & ~Others);
            }
            catch (UnauthorizedAccessException)
            {
                // Named by the health page: only its owner can change it.
            }
        }
    }

    /// <summary>Creates a folder that only the user that runs the program may open; one that exists becomes so.</summary>
    internal static void MakePrivate(string folder)
    {
        if (Directory.Exists(folder))
        {
            if (!OperatingSystem.IsWindows())
            {
                Close(folder);
            }

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
