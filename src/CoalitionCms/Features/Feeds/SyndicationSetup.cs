using System.Text;
using CoalitionCms.Caching;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Feeds;

internal static class SyndicationSetup
{
    public static IServiceCollection AddSyndication(this IServiceCollection services) => services.AddScoped<AtomFeed>();

    /// <summary>
    /// Maps the Atom feed of each language, and what crawlers are told to leave alone (RFC 9309). A courtesy: what keeps people out is the
    /// sign-in.
    /// </summary>
    public static void MapSyndication(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapSite("/feed.atom", async (HttpContext context, AtomFeed feed, CancellationToken cancellationToken) =>
            Results.Text(await feed.WriteAsync(context.Language(), cancellationToken), "application/atom+xml", Encoding.UTF8));
        endpoints.MapSite("/robots.txt", (PageCacheTags shown) =>
        {
            shown.Add(CacheTag.Site);
            return Results.Text("User-agent: *\nDisallow: /account/\nDisallow: /admin/\n", "text/plain", Encoding.UTF8);
        });
    }
}
