namespace CoalitionCms.Caching;

/// <summary>
/// Tags of the content of cached pages. A page carries the tags of all content it read; a save names the tags that it changed.
/// </summary>
internal static class CacheTag
{
    public const string Everything = "*";

    /// <summary>
    /// Anything may have changed while this process could not receive changes. Names and media are removed, other pages rendered again.
    /// </summary>
    public const string Unknown = "?";

    /// <summary>Site name, menu, addresses and notice, which are on every page.</summary>
    public const string Site = "site";

    /// <summary>All content that names attendees: one withdrawn consent removes all of it.</summary>
    public const string Attendance = "attendance";

    /// <summary>Lists of one kind, including the home page.</summary>
    public static string List(Domain.EntryKind kind) => "list:" + kind;

    public static bool IsList(string tag) => tag.StartsWith("list:", StringComparison.Ordinal);

    public static bool IsItem(string tag) => tag.StartsWith("item:", StringComparison.Ordinal);

    /// <summary>A photo or file that is no longer used by public content.</summary>
    public static string Media(string sha256) => "media:" + sha256;

    public static string Item(Guid itemId) => "item:" + itemId.ToString("N");
}
