namespace CoalitionCms.Web;

/// <summary>Ways on from a page of a list.</summary>
/// <param name="Newest">Back to the first page; null on it.</param>
/// <param name="Older">The next page; null on the last.</param>
public sealed record PagerLinks(string? Newest, string? Older)
{
    /// <summary>Links of a list at a path.</summary>
    /// <param name="path">The list, without cursor; may carry a query of its own.</param>
    /// <param name="before">Cursor of this page.</param>
    /// <param name="name">What the cursor is called.</param>
    public static PagerLinks Of(string path, string? before, string? next, string name = "before") => new(
        before is null ? null : path,
        next is null ? null : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={next}");
}
