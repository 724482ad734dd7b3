using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Backup;

/// <summary>A file that goes into a backup.</summary>
internal sealed record BackupSource(string Name, string Path, long Length);

/// <summary>What of the data folder is state. Logs, uploads and images in work are not; the key of sealed fields is, and stays out by design.</summary>
internal static class BackupSources
{
    // Links could lead anywhere, and files that are still being written have other names than those that are known.
    private static readonly EnumerationOptions Plain = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>All of it. <paramref name="copy"/> holds the copied database.</summary>
    public static List<BackupSource> Of(CmsOptions options, string copy, bool withKeys)
    {
        var data = Path.GetFullPath(options.DataDirectory);
        return
        [
            .. In(copy, "database"),
            .. BackupNames.Folders.SelectMany(folder => In(data, folder)),

            // Security: only into a sealed backup. They open the secrets of authenticator apps.
            .. withKeys ? In(Path.GetDirectoryName(Path.GetFullPath(DataFolder.KeysOf(options)))!, BackupNames.Keys) : [],
        ];
    }

    /// <summary>Adds one; a file that was removed meanwhile is left out.</summary>
    public static void Add(BackupWriter writer, BackupSource source)
    {
        FileStream content;
        try
        {
            content = new FileStream(source.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return;
        }

        using (content)
        {
            writer.Add(source.Name, content);
        }
    }

    private static IEnumerable<BackupSource> In(string root, string folder) => !Directory.Exists(Path.Combine(root, folder)) ? [] :
        from path in Directory.EnumerateFiles(Path.Combine(root, folder), "*", Plain)
        let name = Path.GetRelativePath(root, path).Replace('\\', '/')
        where BackupNames.IsKnown(name)
        orderby name
        select new BackupSource(name, path, new FileInfo(path).Length);
}
