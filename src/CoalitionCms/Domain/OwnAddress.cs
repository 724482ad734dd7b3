namespace CoalitionCms.Domain;

/// <summary>Decides which targets a redirect or link of the site may have: paths that no browser takes for another host.</summary>
public static class OwnAddress
{
    /// <summary>True for <c>/</c>, and for what begins with one slash that neither slash nor backslash follows.</summary>
    public static bool Is(string? target) => target is "/" or ['/', not ('/' or '\\'), ..]
        && !target.Any(c => char.IsControl(c) || c == '\\');

    /// <summary>The target itself.</summary>
    /// <exception cref="InvalidOperationException">It may lead to another host.</exception>
    public static string Require(string target) =>
        Is(target) ? target : throw new InvalidOperationException("A redirect would lead away from this site.");
}
