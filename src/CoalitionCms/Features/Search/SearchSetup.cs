using System.Security;
using CoalitionCms.Caching;
using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Search;

internal static class SearchSetup
{
    public static IServiceCollection AddSearch(this IServiceCollection services) => services.AddScoped<SearchQueries>();

    /// <summary>Maps the OpenSearch 1.1 description, by which a browser offers the site's search.</summary>
    public static void MapSearch(this IEndpointRouteBuilder endpoints)
    {
        foreach (var site in endpoints.OnSite())
        {
            site.MapMethods("/opensearch.xml", SurfaceEndpoints.Reading, DescribeAsync);
        }
    }

    private static async Task<IResult> DescribeAsync(HttpContext context, ISiteFrames frames, SiteUrls urls, PageCacheTags shown,
        CancellationToken cancellationToken)
    {
        var language = context.Language();
        shown.Add(CacheTag.Site);
        var name = (await frames.ReadAsync(language, cancellationToken)).Name.Text;
        return Results.Text($"""
            <?xml version="1.0" encoding="UTF-8"?>
            <OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
            <ShortName>{SecurityElement.Escape(name.Length <= 16 ? name : name[..16])}</ShortName>
            <Description>{SecurityElement.Escape(name)}</Description>
            <Language>{language.Code}</Language>
            <InputEncoding>UTF-8</InputEncoding>
            <Url type="text/html" template="{SecurityElement.Escape(urls.Absolute(SiteUrls.Search(language)))}?q={"{searchTerms}"}"/>
            </OpenSearchDescription>

            """, "application/opensearchdescription+xml; charset=utf-8");
    }
}
