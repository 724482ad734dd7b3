using System.Text;
using CoalitionCms.Caching;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Feeds;

internal static class FeedsSetup
{
    // Filtered and sorted lists are the same entries in any number of combinations; following lists by "before" and "after" is welcome.
    private static readonly string[] Combinations = ["campaign", "from", "issue", "only", "q", "region", "sort", "status", "until"];

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
            string[] rules =
                ["User-agent: *", "Disallow: /account/", "Disallow: /admin/", .. Combinations.Select(c => $"Disallow: /*?*{c}=")];
            return Results.Text(string.Concat(rules.Select(r => r + "\n")), "text/plain", Encoding.UTF8);
        });
    }
}
