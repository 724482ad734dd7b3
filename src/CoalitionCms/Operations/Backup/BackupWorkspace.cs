using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Backup;

/// <summary>
/// A private folder in the data folder for what a backup or a restore works on; one at a time. What a killed one left behind goes with the
/// next.
/// </summary>
internal sealed class BackupWorkspace : IDisposable
{
    private readonly FileStream turn;

    private BackupWorkspace(FileStream turn, string folder) => (this.turn, Folder) = (turn, folder);

    public string Folder { get; }

    /// <exception cref="SetupException">Another backup or restore is at work.</exception>
    public static BackupWorkspace Take(CmsOptions options)
    {
        var lockPath = Path.Combine(options.DataDirectory, "backup.lock");
        FileStream turn;
        try
        {
            DataFolder.MakePrivateFile(lockPath);
            turn = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy)
        {
            throw new SetupException(
                "Another backup or restore of this site is at work. Nothing was changed.", "Try again when it is done.", busy);
        }

        var folder = Path.Combine(Path.GetFullPath(options.DataDirectory), "backup");
        Sweep(folder);
        DataFolder.MakePrivate(folder);
        return new(turn, folder);
    }

    public string In(string name)
    {
        var folder = Path.Combine(Folder, name);
        DataFolder.MakePrivate(folder);
        return folder;
    }

    /// <summary>
    /// A folder in the data folder, for things that were replaced at this moment. It is made when something is put there.
    /// </summary>
    public static string Aside(CmsOptions options, DateTime now) =>
        Path.Combine(Path.GetFullPath(options.DataDirectory), "replaced",
            now.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture));

    public void Dispose()
    {
        Sweep(Folder);
        turn.Dispose();
    }

    private static void Sweep(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>Puts the files of a backup in place by renaming, and what is there aside.</summary>
internal static class BackupInstaller
{
    /// <summary>A folder that has files already; null when none has.</summary>
    public static string? Taken(CmsOptions options) =>
        BackupNames.Folders.Select(folder => Path.Combine(Path.GetFullPath(options.DataDirectory), folder))
            .FirstOrDefault(f => Directory.Exists(f) && Directory.EnumerateFileSystemEntries(f).Any());

    public static List<string> Put(CmsOptions options, string unpacked, string aside)
    {
        var moved = new List<string>();
        foreach (var folder in BackupNames.Folders)
        {
            var (source, place, old) = (
                Path.Combine(unpacked, folder), Path.Combine(Path.GetFullPath(options.DataDirectory), folder), Path.Combine(aside, folder));
            if (Directory.Exists(place))
            {
                DataFolder.MakePrivate(aside);
                Directory.Move(place, old);
                moved.Add(old);
            }

            if (Directory.Exists(source))
            {
                Directory.Move(source, place);
            }
        }

        // Keys stand beside each other: those that are there stay in use, those of the backup open what came with it.
        var keys = Path.Combine(unpacked, BackupNames.Keys);
        foreach (var key in Directory.Exists(keys) ? Directory.GetFiles(keys) : [])
        {
            var place = Path.Combine(DataFolder.KeysOf(options), Path.GetFileName(key));
            if (!File.Exists(place))
            {
                File.Move(key, place);
            }
        }

        return moved;
    }
}
