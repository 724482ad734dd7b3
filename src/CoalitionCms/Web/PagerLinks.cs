namespace CoalitionCms.Web;

/// <summary>Navigation links of a list page.</summary>
/// <param name="First">Link to the first page; null on it.</param>
/// <param name="Next">Link to the next page; null on the last.</param>
/// <param name="IsByTime">True for a list whose newest entries come first, so that the links can say so.</param>
internal sealed record PagerLinks(string? First, string? Next, bool IsByTime)
{
    /// <summary>Creates the links of a list at a path.</summary>
    /// <param name="path">Path of the list, without cursor; may have its own query.</param>
    /// <param name="cursor">Cursor of this page.</param>
    /// <param name="name">Name of the cursor parameter: <c>before</c> in a list by time, <c>after</c> in another order.</param>
    public static PagerLinks Of(string path, string? cursor, string? next, string name = "before") => new(
        cursor is null ? null : path,
        next is null ? null : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={next}",
        name == "before");
}
