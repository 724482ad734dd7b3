using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>
/// With the setting <c>Cms__AdminHost</c> the sign-in and admin pages are available on that host only. On other hosts they are answered
/// like any missing page, identical in every byte and header. This hides them but does not protect them: a Host header can be forged, so
/// access must also be restricted at the proxy.
/// </summary>
internal static class StaffHost
{
    // No page and no file has a path that begins with it.
    internal const string Nowhere = "/-";

    /// <summary>Adds the middleware if a staff host is configured; otherwise there is no overhead.</summary>
    public static void UseStaffHost(this IApplicationBuilder app, CmsOptions options)
    {
        if (options.AdminHost.Length == 0)
        {
            return;
        }

        var host = new HostString(options.AdminHost);
        app.Use((context, next) =>
        {
            // Security: the path itself is changed, before the cache and the headers, so that no later middleware can treat it differently
            // from any other missing page.
            if (SecurityHeaders.IsStaff(context.Request.Path) && !IsSame(context.Request, host))
            {
                context.Request.Path = new PathString(Nowhere) + context.Request.Path;
            }

            return next(context);
        });
    }

    /// <summary>The host names without ports, for host filtering.</summary>
    public static IEnumerable<string> NamesOf(CmsOptions options) =>
        options.AdminHost.Length == 0 ? [] : [new HostString(options.AdminHost).Host];

    private static bool IsSame(HttpRequest request, HostString host) =>
        string.Equals(request.Host.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && (host.Port is null || (request.Host.Port ?? (request.IsHttps ? 443 : 80)) == host.Port);
}
