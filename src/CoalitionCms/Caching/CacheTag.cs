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

    /// <summary>All public entries of one kind: what shows the newest of them, all of them, or their texts.</summary>
    public static string List(Domain.EntryKind kind) => "list:" + kind;

    /// <summary>
    /// Rows of one kind. A page that shows only some carries this tag and those of the rows below. Raised, with <see cref="List"/>, by
    /// a change that does not say which rows it changes; a publication names the others instead, and none where its row stays the same.
    /// </summary>
    public static string Rows(Domain.EntryKind kind) => $"list:{kind}:*";

    /// <summary>
    /// The rows of one kind as a list: raised by each change of a row that a publication names. So are <see cref="About"/> and
    /// <see cref="Tagged"/>, for shorter lists. Of each, a page may carry <see cref="At"/> and <see cref="Newest"/> instead.
    /// </summary>
    public static string EachRow(Domain.EntryKind kind) => $"list:{kind}:each";

    /// <summary>The rows at this place of a list, and what comes between them: those of one month.</summary>
    public static string At(string list, DateTime sortAt) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{list}:{sortAt:yyyy-MM}");

    /// <summary>The same of a whole year.</summary>
    public static string InYearOf(string list, DateTime sortAt) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{list}:{sortAt:yyyy}");

    /// <summary>What comes at the head of a list: rows of the last weeks and of the future.</summary>
    public static string Newest(string list) => list + ":newest";

    /// <summary>How many entries of one kind there are in which year and language.</summary>
    public static string Count(Domain.EntryKind kind) => $"list:{kind}:count";

    /// <summary>The articles about a campaign or an event.</summary>
    public static string About(Guid itemId) => "list:about:" + itemId.ToString("N");

    /// <summary>The articles with a tag.</summary>
    public static string Tagged(string slug) => "list:tagged:" + slug;

    public static bool IsList(string tag) => tag.StartsWith("list:", StringComparison.Ordinal);

    /// <summary>True if rows of lists changed, and not only texts.</summary>
    public static bool IsRows(string tag) => IsList(tag) && tag.AsSpan("list:".Length).Contains(':');

    public static bool IsItem(string tag) => tag.StartsWith("item:", StringComparison.Ordinal);

    /// <summary>A photo or file that is no longer used by public content.</summary>
    public static string Media(string sha256) => "media:" + sha256;

    public static string Item(Guid itemId) => "item:" + itemId.ToString("N");

    public static Guid ItemOf(string tag) => Guid.ParseExact(tag.AsSpan("item:".Length), "N");
}
