using CoalitionCms.Domain;

namespace CoalitionCms.Identity;

/// <summary>The targets allowed after signing in: only paths of the admin or own area on this site.</summary>
internal static class OwnPath
{
    public const string Fallback = "/admin";

    private const int Longest = 2_000;

    public static string OrFallback(string? asked) => IsOwn(asked) ? asked! : Fallback;

    /// <summary>
    /// True for <c>/admin…</c> and the pages of the user's own account with any query, in a spelling that every browser interprets alike.
    /// </summary>
    public static bool IsOwn(string? asked)
    {
        // Security: only plain ASCII without backslashes; "/\host", "//host", "/admin/..//host" and line breaks are refused here.
        if (!OwnAddress.Is(asked) || asked!.Length > Longest || asked.Any(c => c is <= ' ' or > '~' or '\\'))
        {
            return false;
        }

        var path = asked.Split('?', '#')[0];
        return (path is "/admin" or "/account" or "/account/sessions" or "/account/factors" or "/account/data" or "/account/names"
                or "/account/record"
            || path.StartsWith("/account/factors/", StringComparison.Ordinal)
            || path.StartsWith("/account/record/", StringComparison.Ordinal)
            || path.StartsWith("/admin/", StringComparison.Ordinal))
            && !path.Contains("//", StringComparison.Ordinal)
            && !path.Split('/').Any(s => s.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..");
    }
}
