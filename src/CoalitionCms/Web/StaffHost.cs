using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>
/// With the setting <c>Cms__AdminHost</c> the sign-in and admin pages are on that host
/// alone. Elsewhere they are an ordinary missing page, alike in every
/// byte and header. That hides the door; it does not lock it: a Host header can be made
/// up, so what must not be reached is closed at the proxy as well.
/// </summary>
internal static class StaffHost
{
    // No page and no file begins with it.
    internal const string Nowhere = "/-";

    /// <summary>Puts the middleware in place where it is set up; elsewhere it costs nothing.</summary>
    public static void UseStaffHost(this IApplicationBuilder app, CmsOptions options)
    {
        if (options.AdminHost.Length == 0)
        {
            return;
        }

        var host = new HostString(options.AdminHost);
        app.Use((context, next) =>
        {
            // Security: the path itself is changed, before the cache and the headers, so that
            // nothing further on can treat it differently from any other.
            if (SecurityHeaders.IsStaff(context.Request.Path) && !IsSame(context.Request, host))
            {
                context.Request.Path = new PathString(Nowhere) + context.Request.Path;
            }

            return next(context);
        });
    }

    /// <summary>The name without its port, for the filter of host names.</summary>
    public static IEnumerable<string> NamesOf(CmsOptions options) =>
        options.AdminHost.Length == 0 ? [] : [new HostString(options.AdminHost).Host];

    private static bool IsSame(HttpRequest request, HostString host) =>
        string.Equals(request.Host.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && (host.Port is null || (request.Host.Port ?? (request.IsHttps ? 443 : 80)) == host.Port);
}
