using CoalitionCms.Domain;

namespace CoalitionCms.Identity;

/// <summary>Where to go after signing in: a path of the admin or own area on this site, and nowhere else.</summary>
public static class OwnPath
{
    public const string Fallback = "/admin";

    private const int Longest = 2_000;

    public static string OrFallback(string? asked) => IsOwn(asked) ? asked! : Fallback;

    /// <summary>
    /// True for <c>/admin…</c> and the pages of one's own account with any query, spelled in a way that every browser reads alike.
    /// </summary>
    public static bool IsOwn(string? asked)
    {
        // Security: only plain ASCII without backslashes; "/\host", "//host", "/admin/..//host" and line breaks all end here.
        if (!OwnAddress.Is(asked) || asked!.Length > Longest || asked.Any(c => c is <= ' ' or > '~' or '\\'))
        {
            return false;
        }

        var path = asked.Split('?', '#')[0];
        return (path is "/admin" or "/account" or "/account/sessions" or "/account/factors"
            || path.StartsWith("/account/factors/", StringComparison.Ordinal) || path.StartsWith("/admin/", StringComparison.Ordinal))
            && !path.Contains("//", StringComparison.Ordinal)
            && !path.Split('/').Any(s => s.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..");
    }
}
