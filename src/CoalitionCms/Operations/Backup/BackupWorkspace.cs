using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Backup;

/// <summary>
/// A private folder in the data folder for a backup or restore; only one runs at a time. The remains of a killed one are deleted by the
/// next.
/// </summary>
internal sealed class BackupWorkspace : IDisposable
{
    private readonly FileStream turn;

    private BackupWorkspace(FileStream turn, string folder) => (this.turn, Folder) = (turn, folder);

    public string Folder { get; }

    /// <exception cref="SetupException">Another backup or restore is running.</exception>
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
    /// Returns a folder in the data folder for replaced data, named by the time. It is created when something is moved there.
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

/// <summary>Moves the files of a backup into place, and existing ones into another folder.</summary>
internal static class BackupInstaller
{
    /// <summary>Returns a folder that already has files; null if none has.</summary>
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

        // Keys are merged: existing ones stay in use, those of the backup decrypt the data that came with it.
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
