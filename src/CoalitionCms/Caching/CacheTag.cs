namespace CoalitionCms.Caching;

/// <summary>Names of what a cached page shows. A page carries the tags of all it read; a save names the tags that it changed.</summary>
public static class CacheTag
{
    public const string Everything = "*";

    /// <summary>
    /// Anything may have changed while this process could not hear of it. Names and media are forgotten, other pages rendered again.
    /// </summary>
    public const string Unknown = "?";

    /// <summary>Site name, menu, addresses, notice: on every page.</summary>
    public const string Site = "site";

    /// <summary>Whatever names attendees: one withdrawn consent drops all of it.</summary>
    public const string Attendance = "attendance";

    /// <summary>Lists of one kind, the home page among them.</summary>
    public static string List(Domain.EntryKind kind) => "list:" + kind;

    /// <summary>A photo or file that something public does not show any more.</summary>
    public static string Media(string sha256) => "media:" + sha256;

    public static string Item(Guid itemId) => "subject:" + itemId.ToString("N");
}
