using System.Globalization;
using System.Text.Json.Nodes;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Articles;

/// <summary>An article as schema.org NewsArticle data, limited to what the page shows.</summary>
internal static class ArticleData
{
    public static JsonLd Of(ArticleView article, PublishedEntry entry, SiteUrls urls, string siteName)
    {
        var data = new JsonObject
        {
            ["@type"] = "NewsArticle",
            ["headline"] = article.Title,
            ["inLanguage"] = article.Language,
            ["datePublished"] = article.ShownOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["dateModified"] = entry.UpdatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["author"] = article.Author is { } author
                ? new JsonObject { ["@type"] = "Person", ["name"] = author.Plain(Language.English) }
                : new JsonObject { ["@type"] = "Organization", ["name"] = siteName, ["url"] = urls.Absolute("/") },
            ["publisher"] = new JsonObject { ["@type"] = "Organization", ["name"] = siteName, ["url"] = urls.Absolute("/") },
            ["mainEntityOfPage"] = urls.AbsoluteIri(entry.Line.Path),
        };

        // A property without a value is a type error: it is left out.
        if (article.Cover is { } cover)
        {
            data["image"] = urls.Absolute(cover.Source(1280));
        }

        if (article.Corrections.Count > 0)
        {
            data["correction"] = new JsonArray([.. article.Corrections.Select(c =>
                (JsonNode?)$"{c.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {c.What.For(article.Language)?.Text}")]);
        }

        if (article.Summary.Length > 0)
        {
            data["description"] = article.Summary;
        }

        return new(data);
    }
}
