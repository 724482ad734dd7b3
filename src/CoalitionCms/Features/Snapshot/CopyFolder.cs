using System.Runtime.InteropServices;
using CoalitionCms.Domain;
using CoalitionCms.Integrity;

namespace CoalitionCms.Features.Snapshot;

/// <summary>
/// The folder of a copy while a new one is made: beside it, with hard links to what did not change, and exchanged with it in one step. A
/// kill at any moment leaves a whole copy: the old one or the new one.
/// </summary>
internal sealed class CopyFolder : IDisposable
{
    private const uint ExchangeNames = 2;
    private const int AtCurrent = -100;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Openable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private readonly bool isForAll;
    private readonly FileStream hold;
    private readonly string old;

    /// <param name="isForAll">True where any web server may read the files, false in the private data folder.</param>
    /// <exception cref="SetupException">The folder holds something else, or cannot be written.</exception>
    public CopyFolder(string folder, bool isForAll)
    {
        Path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));
        this.isForAll = isForAll;
        var parent = System.IO.Path.GetDirectoryName(Path) ?? throw Unfit("is the top of a disk", "Name a folder in it.");
        var name = System.IO.Path.GetFileName(Path);
        (Fresh, old) = (System.IO.Path.Combine(parent, $".{name}.new"), System.IO.Path.Combine(parent, $".{name}.old"));
        if (!Directory.Exists(parent))
        {
            throw Unfit("lies in a folder that does not exist", "Make that first, or name another place.");
        }

        if (File.Exists(Path) || new DirectoryInfo(Path).LinkTarget is not null)
        {
            throw Unfit("is a file or a link", "Name a folder.");
        }

        try
        {
            hold = new FileStream(System.IO.Path.Combine(parent, $".{name}.lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"A copy in {Path} cannot be begun: {problem.Message}",
                "Another copy is being made there, or the folder above it cannot be written to.", problem);
        }

        // A kill between two renames, where the system has no exchange.
        if (!Directory.Exists(Path) && Directory.Exists(old))
        {
            Directory.Move(old, Path);
        }

        if (Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any() && !IsCopy(Path))
        {
            hold.Dispose();
            throw Unfit("holds something else than a copy. Nothing was touched", "Name an empty folder, or one that does not exist.");
        }

        Discard(Fresh);
        Discard(old);
        MakeFolder(Fresh);
    }

    public string Path { get; }

    /// <summary>Where the new copy is made.</summary>
    public string Fresh { get; }

    /// <summary>True for a folder that a copy was made in.</summary>
    public static bool IsCopy(string folder)
    {
        var manifest = System.IO.Path.Combine(folder, CopyManifest.FileName);
        if (!File.Exists(manifest))
        {
            return false;
        }

        using var reader = new StreamReader(manifest);
        return reader.ReadLine() == "# coalitioncms/snapshot/v1";
    }

    /// <summary>True for a file of the old copy that is as it was made.</summary>
    public bool Has(CopiedFile file)
    {
        var info = new FileInfo(System.IO.Path.Combine(Path, file.File));
        return info.Exists && info.Length == file.Length && info.LastWriteTimeUtc.Ticks == file.WrittenAt && info.LinkTarget is null;
    }

    /// <summary>Takes over a file of the old copy; false if it is not as it was made.</summary>
    public bool Keep(CopiedFile file)
    {
        var (from, to) = (System.IO.Path.Combine(Path, file.File), System.IO.Path.Combine(Fresh, file.File));
        if (!Has(file))
        {
            return false;
        }

        MakeFolder(System.IO.Path.GetDirectoryName(to)!);
        if (OperatingSystem.IsWindows() || Link(from, to) != 0)
        {
            File.Copy(from, to);
            File.SetLastWriteTimeUtc(to, new DateTime(file.WrittenAt, DateTimeKind.Utc));
            Open(to);
        }

        return true;
    }

    /// <summary>Writes a file of the new copy. Returns the time that the system gave it.</summary>
    public async Task<long> WriteAsync(string file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var path = System.IO.Path.Combine(Fresh, file);
        MakeFolder(System.IO.Path.GetDirectoryName(path)!);

        // What is there may be a link to the file of the old copy, which is not to change.
        File.Delete(path);
        await using (var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, useAsync: false))
        {
            await stream.WriteAsync(bytes, cancellationToken);
        }

        Open(path);
        return File.GetLastWriteTimeUtc(path).Ticks;
    }

    /// <summary>Takes over files that somebody put into the old copy, such as its signature.</summary>
    public void TakeOver(IEnumerable<string> files)
    {
        foreach (var file in files.Where(f => File.Exists(System.IO.Path.Combine(Path, f))))
        {
            var to = System.IO.Path.Combine(Fresh, file);
            MakeFolder(System.IO.Path.GetDirectoryName(to)!);
            File.Copy(System.IO.Path.Combine(Path, file), to);
            Open(to);
        }
    }

    /// <summary>Puts the new copy in the place of the old one.</summary>
    public void Exchange()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Thousands of small files: all at once, before a name leads to them.
            Sync();
        }

        if (!Directory.Exists(Path))
        {
            Directory.Move(Fresh, Path);
        }
        else if (OperatingSystem.IsLinux() && TryExchange())
        {
            Discard(Fresh);
        }
        else
        {
            Directory.Move(Path, old);
            Directory.Move(Fresh, Path);
            Discard(old);
        }
    }

    public void Dispose()
    {
        // After a failure; after success there is nothing.
        Discard(Fresh);
        hold.Dispose();
    }

    private static void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private bool TryExchange()
    {
        try
        {
            return Rename(AtCurrent, Fresh, AtCurrent, Path, ExchangeNames) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without it.
            return false;
        }
    }

    private SetupException Unfit(string why, string hint) => new($"{Path} {why}.", hint);

    private void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (folder.Length > Fresh.Length)
        {
            MakeFolder(System.IO.Path.GetDirectoryName(folder)!);
        }

        Directory.CreateDirectory(folder);
        if (isForAll && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, Openable);
        }
    }

    private void Open(string file)
    {
        if (isForAll && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, Readable);
        }
    }

    [DllImport("libc", EntryPoint = "link", BestFitMapping = false)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

    [DllImport("libc", EntryPoint = "renameat2", BestFitMapping = false)]
    private static extern int Rename(int fromFolder, [MarshalAs(UnmanagedType.LPUTF8Str)] string from, int toFolder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string to, uint flags);

    [DllImport("libc", EntryPoint = "sync")]
    private static extern void Sync();
}
