using System.Globalization;
using System.Text.Json.Nodes;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Pages;

/// <summary>A standing page as schema.org WebPage data, limited to what the page shows.</summary>
internal static class PageData
{
    /// <summary>Slug of the page about the organisation, which structured data refer to.</summary>
    public const string AboutSlug = "about";

    public static JsonLd Of(PageView page, PublishedEntry entry, SiteUrls urls, string siteName)
    {
        var data = new JsonObject
        {
            ["@type"] = entry.Line.Slug == AboutSlug ? "AboutPage" : "WebPage",
            ["name"] = page.Title,
            ["url"] = urls.AbsoluteIri(entry.Line.Path),
            ["inLanguage"] = page.Language,
            ["dateModified"] = entry.UpdatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["publisher"] = new JsonObject { ["@type"] = "Organization", ["name"] = siteName, ["url"] = urls.Absolute("/") },
        };
        if (page.Summary.Length > 0)
        {
            data["description"] = page.Summary;
        }

        return new(data);
    }
}
