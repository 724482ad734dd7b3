namespace CoalitionCms.Domain;

/// <summary>Decides which targets a redirect or link of the site may have: paths that no browser interprets as another host.</summary>
internal static class OwnAddress
{
    /// <summary>True for <c>/</c>, and for a path that begins with one slash not followed by a slash or backslash.</summary>
    public static bool Is(string? target) => target is "/" or ['/', not ('/' or '\\'), ..]
        && !target.Any(c => char.IsControl(c) || c == '\\');

    /// <summary>The target as the value of a <c>Location</c> header (RFC 9110, section 10.2.2).</summary>
    /// <exception cref="InvalidOperationException">It may lead to another host.</exception>
    public static string ToLocation(string target) =>
        Is(target) ? Iri.ToUri(target) : throw new InvalidOperationException("A redirect would lead away from this site.");
}
