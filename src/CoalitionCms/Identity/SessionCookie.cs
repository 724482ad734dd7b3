using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace CoalitionCms.Identity;

/// <summary>The cookie of somebody signed in. Visitors have none.</summary>
public static class SessionCookie
{
    /// <summary>Name over HTTPS; the prefix makes browsers refuse one set by another host or over plain HTTP.</summary>
    public const string SecureName = "__Host-session";

    /// <summary>Name where the site is tried over plain HTTP.</summary>
    public const string PlainName = "session";

    /// <summary>True when the request carries one that this site gave out. Any other value is what a visitor made up, and costs no more than the attempt to open it.</summary>
    public static bool IsOpenedIn(HttpContext context)
    {
        if (context.Request.Headers.Cookie.Count == 0)
        {
            return false;
        }

        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
        return options.CookieManager.GetRequestCookie(context, options.Cookie.Name!) is { Length: > 0 } value && options.TicketDataFormat.Unprotect(value) is not null;
    }

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
