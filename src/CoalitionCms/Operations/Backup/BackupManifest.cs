using System.Text.RegularExpressions;

namespace CoalitionCms.Operations.Backup;

/// <summary>What a backup is: its first entry, <c>backup.json</c>.</summary>
/// <param name="Format">Version of the layout.</param>
/// <param name="Product">Version of the program that made it.</param>
/// <param name="Migration">The database's last migration.</param>
/// <param name="Head">Last line of the log, as it is noted elsewhere.</param>
/// <param name="Key">Id of the key that seals names and addresses.</param>
internal sealed record BackupManifest(
    int Format, string Product, DateTime MadeAt, string Database, string Migration, string Head, string Key)
{
    public const int CurrentFormat = 1;
}

/// <summary>One entry of a backup, as the last entry, <c>files.json</c>, lists it.</summary>
internal sealed record BackupEntry(string Path, long Size, string Sha256);

internal static partial class BackupNames
{
    public const string Facts = "backup.json";
    public const string List = "files.json";
    public const string Database = "database/";

    /// <summary>Folders of the data folder that are taken along as they are.</summary>
    public static readonly string[] Folders = ["media", "originals"];

    /// <summary>
    /// The folder of the keys of cookies, which also open the secrets of authenticator apps and what stands in <c>originals</c>.
    /// </summary>
    public const string Keys = "keys";

    // Security: nothing else ever becomes a path. No dots but one before the ending, no absolute path, no other folder.
    public static bool IsKnown(string name) => Known().IsMatch(name);

    [GeneratedRegex(@"\A(?:database/(?:cms\.db|[A-Za-z0-9_]{1,63}\.copy)"
        + @"|media/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}/[0-9a-z]{1,20}\.[0-9a-z]{1,8}|originals/[0-9a-f]{2}/[0-9a-f]{64}\.sealed"
        + @"|keys/key-[0-9a-f-]{36}\.xml)\z")]
    private static partial Regex Known();
}
