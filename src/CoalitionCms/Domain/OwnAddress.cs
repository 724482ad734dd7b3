namespace CoalitionCms.Domain;

/// <summary>Decides which targets a redirect or link of the site may have: paths that no browser interprets as another host.</summary>
internal static class OwnAddress
{
    /// <summary>True for <c>/</c>, and for a path that begins with one slash not followed by a slash or backslash.</summary>
    public static bool Is(string? target) => target is "/" or ['/', not ('/' or '\\'), ..]
        && !target.Any(c => char.IsControl(c) || c == '\\');

    /// <summary>Returns the target if it is allowed.</summary>
    /// <exception cref="InvalidOperationException">It may lead to another host.</exception>
    public static string Require(string target) =>
        Is(target) ? target : throw new InvalidOperationException("A redirect would lead away from this site.");
}
