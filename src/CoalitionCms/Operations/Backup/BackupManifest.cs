using System.Text.RegularExpressions;

namespace CoalitionCms.Operations.Backup;

/// <summary>The manifest of a backup: its first entry, <c>backup.json</c>.</summary>
/// <param name="Format">Version of the layout.</param>
/// <param name="Product">Version of the program that made it.</param>
/// <param name="Migration">The database's last migration.</param>
/// <param name="Head">Last entry of the log.</param>
/// <param name="Key">Id of the key that encrypts names and addresses.</param>
internal sealed record BackupManifest(
    int Format, string Product, DateTime MadeAt, string Database, string Migration, string Head, string Key)
{
    public const int CurrentFormat = 1;
}

/// <summary>One entry of a backup, as listed in the last entry, <c>files.json</c>.</summary>
internal sealed record BackupEntry(string Path, long Size, string Sha256);

internal static partial class BackupNames
{
    public const string Facts = "backup.json";
    public const string List = "files.json";
    public const string Database = "database/";

    /// <summary>Folders of the data folder that are backed up unchanged.</summary>
    public static readonly string[] Folders = ["media", "originals", "signing"];

    /// <summary>
    /// The folder of the cookie keys, which also decrypt the secrets of authenticator apps and the files in <c>originals</c>.
    /// </summary>
    public const string Keys = "keys";

    // Security: no other name becomes a path: no absolute path, no other folder, no dots except before known extensions. A private key
    // that somebody puts beside the public ones has none of these names.
    public static bool IsKnown(string name) => Known().IsMatch(name);

    [GeneratedRegex(@"\A(?:database/(?:cms\.db|[A-Za-z0-9_]{1,63}\.copy)"
        + @"|media/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}/[0-9a-z]{1,20}\.[0-9a-z]{1,8}|originals/[0-9a-f]{2}/[0-9a-f]{64}\.sealed"
        + @"|signing/(?:allowed_signers|keys/[0-9]{3,6}\.txt(?:\.old\.sig|\.new\.sig)?|official/[A-Za-z-]{2,20}\.(?:txt|sig))"
        + @"|keys/key-[0-9a-f-]{36}\.xml)\z")]
    private static partial Regex Known();
}
