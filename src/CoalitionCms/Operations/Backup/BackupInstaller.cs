using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Backup;

/// <summary>Puts the files of a backup in place by renaming, and what is there aside.</summary>
internal static class BackupInstaller
{
    /// <summary>A folder that has files already; null when none has.</summary>
    public static string? Taken(CmsOptions options) =>
        BackupNames.Folders.Select(folder => Path.Combine(Path.GetFullPath(options.DataDirectory), folder)).FirstOrDefault(f => Directory.Exists(f) && Directory.EnumerateFileSystemEntries(f).Any());

    /// <summary>Puts them in place.</summary>
    /// <returns>Where the old ones are.</returns>
    public static List<string> Put(CmsOptions options, string unpacked, string aside)
    {
        var moved = new List<string>();
        foreach (var folder in BackupNames.Folders)
        {
            var (source, place, old) = (Path.Combine(unpacked, folder), Path.Combine(Path.GetFullPath(options.DataDirectory), folder), Path.Combine(aside, folder));
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
