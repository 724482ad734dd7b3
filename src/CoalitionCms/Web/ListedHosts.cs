using CoalitionCms.Domain;
using Microsoft.Extensions.Primitives;

namespace CoalitionCms.Web;

/// <summary>
/// Answers only the host names of the settings, and those of this machine. Unlike the framework's own filter, its refusal has the
/// security headers.
/// </summary>
internal static class ListedHosts
{
    public static void UseListedHosts(this IApplicationBuilder app, CmsOptions options)
    {
        StringSegment[] names =
        [
            new Uri(options.BaseUrl).Host, .. options.Hosts.Select(h => (StringSegment)new HostString(h).Host),
            .. StaffHost.NamesOf(options).Select(h => (StringSegment)h), "localhost", "127.0.0.1", "[::1]",
        ];
        app.Use((context, next) =>
        {
            // Without a host name: HTTP/1.0, which only local tools send.
            var host = context.Request.Headers.Host.ToString();
            if (host.Length == 0 || HostString.MatchesAny(host, names))
            {
                return next(context);
            }

            SecurityHeaders.SetPublic(context.Response.Headers);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(Language.English.Texts["Error.UnknownHost"], context.RequestAborted);
        });
    }
}
