using System.Text;
using CoalitionCms.Caching;
using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Feeds;

internal static class FeedsSetup
{
    // Filtered and sorted lists are the same entries in any number of combinations; following lists by "before" and "after" is welcome.
    private static readonly string[] Combinations = ["campaign", "from", "issue", "only", "q", "region", "sort", "status", "until"];

    public static IServiceCollection AddFeeds(this IServiceCollection services) => services
        .AddSingleton<FeedTexts>().AddScoped<FeedQueries>().AddSingleton<SitemapParts>().AddScoped<SitemapQueries>();

    /// <summary>
    /// Maps the feeds, the sitemap, and <c>robots.txt</c> (RFC 9309). The latter is a courtesy: access is controlled by sign-in.
    /// </summary>
    public static void MapFeeds(this IEndpointRouteBuilder endpoints)
    {
        MapFeed(endpoints, AtomFeed.Extension, AtomFeed.ContentType, AtomFeed.Write);
        MapFeed(endpoints, JsonFeed.Extension, JsonFeed.ContentType, JsonFeed.Write);
        foreach (var site in endpoints.OnSite(isInLanguages: false))
        {
            site.MapMethods("/sitemap.xml", SurfaceEndpoints.Reading,
                async (SitemapQueries sitemap, CancellationToken cancellationToken) => Xml(await sitemap.ReadAsync(cancellationToken)));
            site.MapMethods("/sitemap-{part:int}.xml", SurfaceEndpoints.Reading,
                async (int part, SitemapQueries sitemap, CancellationToken cancellationToken) =>
                    await sitemap.ReadPartAsync(part, cancellationToken) is { } xml ? Xml(xml) : Results.NotFound());
            site.MapMethods("/robots.txt", SurfaceEndpoints.Reading, Robots);
        }
    }

    private static IResult Robots(PageCacheTags shown, SiteUrls urls)
    {
        shown.Add(CacheTag.Site);
        string[] rules =
        [
            "User-agent: *", "Disallow: /account/", "Disallow: /admin/", .. Combinations.Select(c => $"Disallow: /*?*{c}="),
            "Sitemap: " + urls.Absolute(SiteUrls.Sitemap),
        ];
        return Results.Text(string.Concat(rules.Select(r => r + "\n")), "text/plain", Encoding.UTF8);
    }

    private static void MapFeed(IEndpointRouteBuilder endpoints, string extension, string contentType, Func<Feed, string> write)
    {
        foreach (var site in endpoints.OnSite())
        {
            site.MapMethods("/feed" + extension, SurfaceEndpoints.Reading,
                async (HttpContext context, FeedQueries feeds, CancellationToken cancellationToken) =>
                    Answer(context, new(await feeds.ReadAsync(context.Language(), cancellationToken), null)));
            site.MapMethods("/campaigns/{slug}/feed" + extension, SurfaceEndpoints.Reading,
                async (string slug, HttpContext context, FeedQueries feeds, CancellationToken cancellationToken) =>
                    Answer(context, await feeds.OfCampaignAsync(context.Language(), slug, cancellationToken)));
            site.MapMethods("/tags/{tag}/feed" + extension, SurfaceEndpoints.Reading,
                async (string tag, HttpContext context, FeedQueries feeds, CancellationToken cancellationToken) =>
                    Answer(context, await feeds.OfTagAsync(context.Language(), tag, cancellationToken)));
        }

        IResult Answer(HttpContext context, FeedLookup found)
        {
            if (found.Feed is { } feed)
            {
                context.Response.GetTypedHeaders().LastModified = feed.UpdatedAt;
                return Results.Text(write(feed), contentType, Encoding.UTF8);
            }

            return found.MovedTo is { } path
                ? Results.LocalRedirect(OwnAddress.ToLocation(SiteUrls.FeedOf(path) + extension), permanent: true)
                : Results.NotFound();
        }
    }

    private static IResult Xml(string text) => Results.Text(text, "application/xml", Encoding.UTF8);
}
