using CoalitionCms.Domain;

namespace CoalitionCms.Identity;

/// <summary>The cookie of somebody signed in. Visitors have none.</summary>
public static class SessionCookie
{
    /// <summary>Name over HTTPS; the prefix makes browsers refuse one set by another host or over plain HTTP.</summary>
    public const string SecureName = "__Host-session";

    /// <summary>Name where the site is tried over plain HTTP.</summary>
    public const string PlainName = "session";

    /// <summary>True when the request carries one, valid or not.</summary>
    public static bool IsSentWith(HttpRequest request) => request.Cookies.ContainsKey(SecureName) || request.Cookies.ContainsKey(PlainName);

    /// <summary>How this site sets a cookie for its staff: <c>__Host-</c> wherever HTTPS is.</summary>
    internal static CookieBuilder Named(string plainName, CmsOptions options)
    {
        var secure = options.BaseUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        return new CookieBuilder
        {
            Name = secure ? "__Host-" + plainName : plainName,
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest,
            Path = "/",
            IsEssential = true,
        };
    }
}
