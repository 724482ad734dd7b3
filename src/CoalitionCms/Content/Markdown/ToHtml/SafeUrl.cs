using System.Globalization;

namespace CoalitionCms.Content.Markdown.ToHtml;

/// <summary>Decides which addresses a text may link to. Only addresses known to be harmless are allowed.</summary>
internal static class SafeUrl
{
    /// <summary>
    /// True for http, https, mailto, tel and paths of this site. <paramref name="leavesSite"/> is true for http and https.
    /// </summary>
    internal static bool TryLink(string? url, out bool leavesSite)
    {
        leavesSite = false;
        // Security: browsers remove tabs and line ends inside an address and treat \ as /, so these are refused before the scheme is
        // checked.
        if (string.IsNullOrEmpty(url) || url.Any(IsTrick))
        {
            return false;
        }

        var colon = url.IndexOf(':', StringComparison.Ordinal);
        var path = url.IndexOfAny(['/', '?', '#']);
        if (colon < 0 || (path >= 0 && path < colon))
        {
            return !url.StartsWith("//", StringComparison.Ordinal);
        }

        switch (url[..colon].ToLowerInvariant())
        {
            case "http" or "https":
                leavesSite = true;
                return HasHost(url[(colon + 1)..]);
            case "mailto" or "tel":
                return url.Length > colon + 1;
            default:
                return false;
        }
    }

    /// <summary>True for a file of this site's own media library.</summary>
    internal static bool IsOwnImage(string? url) =>
        url is not null && url.StartsWith("/media/", StringComparison.Ordinal) && !url.Contains("..", StringComparison.Ordinal)
        && url.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_');

    /// <summary>
    /// Security: <c>https://this-site.org@elsewhere.org</c> shows one host and leads to another; links never need a user name.
    /// </summary>
    private static bool HasHost(string rest)
    {
        if (!rest.StartsWith("//", StringComparison.Ordinal))
        {
            return false;
        }

        var authority = rest.AsSpan(2);
        var end = authority.IndexOfAny("/?#");
        if (end >= 0)
        {
            authority = authority[..end];
        }

        return authority.Length > 0 && !authority.Contains('@');
    }

    private static bool IsTrick(char unit) => unit == '\\' || char.IsWhiteSpace(unit)
        || char.GetUnicodeCategory(unit) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned;
}
