using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Backup;

/// <summary>A private folder in the data folder for what a backup or a restore works on; one at a time. What a killed one left behind goes with the next.</summary>
internal sealed class BackupWorkspace : IDisposable
{
    private readonly FileStream turn;

    private BackupWorkspace(FileStream turn, string folder) => (this.turn, Folder) = (turn, folder);

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Takes it.</summary>
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
            throw new SetupException("Another backup or restore of this site is at work. Nothing was changed.", "Try again when it is done.", busy);
        }

        var folder = Path.Combine(Path.GetFullPath(options.DataDirectory), "backup");
        Sweep(folder);
        DataFolder.MakePrivate(folder);
        return new(turn, folder);
    }

    /// <summary>A folder in it.</summary>
    public string In(string name)
    {
        var folder = Path.Combine(Folder, name);
        DataFolder.MakePrivate(folder);
        return folder;
    }

    /// <summary>A folder in the data folder, for things that were replaced at this moment. It is made when something is put there.</summary>
    public static string Aside(CmsOptions options, DateTime now) =>
        Path.Combine(Path.GetFullPath(options.DataDirectory), "replaced", now.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture));

    /// <inheritdoc />
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
