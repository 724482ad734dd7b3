using System.Runtime.InteropServices;
using CoalitionCms.Domain;
using CoalitionCms.Integrity;

namespace CoalitionCms.Features.Snapshot;

/// <summary>
/// The folder of a copy while a new one is made: beside it, with hard links to what did not change, and exchanged with it in one step. A
/// kill at any moment leaves a whole copy: the old one or the new one. The links of the replaced copy to what the new one has as well are
/// kept for the next: making and removing thousands of them takes longer than making a page.
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
    private readonly string spare;
    private volatile bool hasLinks = !OperatingSystem.IsWindows();

    /// <param name="isForAll">True where any web server may read the files, false in the private data folder.</param>
    /// <exception cref="SetupException">The folder holds something else, or cannot be written.</exception>
    public CopyFolder(string folder, bool isForAll)
    {
        Path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));
        this.isForAll = isForAll;
        var parent = System.IO.Path.GetDirectoryName(Path) ?? throw Unfit("is the top of a disk", "Name a folder in it.");
        var name = System.IO.Path.GetFileName(Path);
        (Fresh, old, spare) = (System.IO.Path.Combine(parent, $".{name}.new"), System.IO.Path.Combine(parent, $".{name}.old"),
            System.IO.Path.Combine(parent, $".{name}.spare"));
        if (!Directory.Exists(parent))
        {
            throw Unfit("is in a folder that does not exist", "Make that first, or name another place.");
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

    /// <summary>Begins a new copy.</summary>
    public void Begin()
    {
        if (Directory.Exists(spare))
        {
            Directory.Move(spare, Fresh);
        }
        else
        {
            MakeFolder(Fresh);
        }
    }

    /// <summary>True for a file of the old copy that is as it was made.</summary>
    public bool Has(CopiedFile file) => IsAsMade(Path, file);

    /// <summary>True for a file of the new copy that is as it was made.</summary>
    public bool HasFresh(CopiedFile file) => IsAsMade(Fresh, file);

    /// <summary>Takes over a file of the old copy; false if it is not as it was made.</summary>
    public bool Keep(CopiedFile file)
    {
        if (!Has(file))
        {
            return false;
        }

        if (!HasFresh(file))
        {
            var (from, to) = (System.IO.Path.Combine(Path, file.File), Clear(file.File));
            if (!hasLinks || Link(from, to) != 0)
            {
                hasLinks = false;
                File.Copy(from, to);
                File.SetLastWriteTimeUtc(to, new DateTime(file.WrittenAt, DateTimeKind.Utc));
                Open(to);
            }
        }

        return true;
    }

    /// <summary>Writes a file of the new copy. Returns the time that the system gave it.</summary>
    public async Task<long> WriteAsync(string file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var path = Clear(file);
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
            var to = Clear(file);
            File.Copy(System.IO.Path.Combine(Path, file), to);
            Open(to);
        }
    }

    /// <summary>Deletes from the new copy what is not of it: begun from the old one, or made and then gone.</summary>
    public void DropAllBut(IReadOnlyDictionary<string, CopiedFile> made) => Prune(Fresh, made.ContainsKey);

    /// <summary>Puts the new copy in the place of the old one.</summary>
    /// <param name="made">What the new copy has.</param>
    public void Exchange(IReadOnlyDictionary<string, CopiedFile> made)
    {

        if (!OperatingSystem.IsWindows())
        {
            // Thousands of small files: all at once, before a name leads to them.
            Sync();
        }

        if (!Directory.Exists(Path))
        {
            Directory.Move(Fresh, Path);

            // The first change is to cost no more than later ones.
            Begin();
            if (made.Values.All(file => Keep(file) && hasLinks))
            {
                Directory.Move(Fresh, spare);
            }
        }
        else if (OperatingSystem.IsLinux() && TryExchange())
        {
            Spare(Fresh, made);
        }
        else
        {
            Directory.Move(Path, old);
            Directory.Move(Fresh, Path);
            Spare(old, made);
        }
    }

    public void Dispose()
    {
        // After a failure; after success there is nothing.
        Discard(Fresh);
        hold.Dispose();
    }

    private static bool IsAsMade(string folder, CopiedFile file)
    {
        var info = new FileInfo(System.IO.Path.Combine(folder, file.File));
        return info.Exists && info.Length == file.Length && info.LastWriteTimeUtc.Ticks == file.WrittenAt
            && !info.Attributes.HasFlag(FileAttributes.ReparsePoint);
    }

    private void Spare(string replaced, IReadOnlyDictionary<string, CopiedFile> made)
    {
        if (!hasLinks)
        {
            Discard(replaced);
            return;
        }

        // Security: nothing that was withdrawn is left, not even as the name of a folder.
        Prune(replaced, path => made.GetValueOrDefault(path) is { } file && IsAsMade(replaced, file));
        Directory.Move(replaced, spare);
    }

    /// <summary>Deletes the files that are not to stay, and the folders that have none.</summary>
    private static void Prune(string top, Func<string, bool> stays)
    {
        PruneFolder(top);

        bool PruneFolder(string folder)
        {
            var isEmpty = true;
            foreach (var inner in Directory.GetDirectories(folder))
            {
                if (new DirectoryInfo(inner).LinkTarget is null && PruneFolder(inner))
                {
                    isEmpty = false;
                }
                else
                {
                    Directory.Delete(inner);
                }
            }

            foreach (var file in Directory.GetFiles(folder))
            {
                if (stays(System.IO.Path.GetRelativePath(top, file).Replace(System.IO.Path.DirectorySeparatorChar, '/')))
                {
                    isEmpty = false;
                }
                else
                {
                    File.Delete(file);
                }
            }

            return !isEmpty;
        }
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

    /// <summary>The path of a file of the new copy, which is not there any more: it may be a link to the old copy's file.</summary>
    private string Clear(string file)
    {
        var path = System.IO.Path.Combine(Fresh, file);
        MakeFolder(System.IO.Path.GetDirectoryName(path)!);
        File.Delete(path);
        return path;
    }

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
