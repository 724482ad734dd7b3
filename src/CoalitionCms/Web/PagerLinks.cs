namespace CoalitionCms.Web;

/// <summary>Navigation links of a list page.</summary>
/// <param name="Newest">Link to the first page; null on it.</param>
/// <param name="Older">Link to the next page; null on the last.</param>
internal sealed record PagerLinks(string? Newest, string? Older)
{
    /// <summary>Creates the links of a list at a path.</summary>
    /// <param name="path">Path of the list, without cursor; may have its own query.</param>
    /// <param name="before">Cursor of this page.</param>
    /// <param name="name">Name of the cursor parameter.</param>
    public static PagerLinks Of(string path, string? before, string? next, string name = "before") => new(
        before is null ? null : path,
        next is null ? null : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={next}");
}
