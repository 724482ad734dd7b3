using System.Text;
using CoalitionCms.Caching;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Feeds;

internal static class FeedsSetup
{
    public static IServiceCollection AddFeeds(this IServiceCollection services) => services.AddScoped<AtomFeed>();

    /// <summary>
    /// Maps the Atom feed of each language, and <c>robots.txt</c> (RFC 9309). The latter is a courtesy: access is controlled by sign-in.
    /// </summary>
    public static void MapFeeds(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapSite("/feed.atom", async (HttpContext context, AtomFeed feed, CancellationToken cancellationToken) =>
            Results.Text(await feed.WriteAsync(context.Language(), cancellationToken), "application/atom+xml", Encoding.UTF8));
        endpoints.MapSite("/robots.txt", (PageCacheTags shown) =>
        {
            shown.Add(CacheTag.Site);
            return Results.Text("User-agent: *\nDisallow: /account/\nDisallow: /admin/\nDisallow: /*people?\nDisallow: /*?only=\n",
                "text/plain", Encoding.UTF8);
        });
    }
}
