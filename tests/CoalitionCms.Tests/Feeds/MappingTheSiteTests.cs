using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Feeds;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.Feeds;

/// <summary>What search engines and other programs read about the site: its map, and the data in its pages.</summary>
public sealed class MappingTheSiteTests(StarterSites sites) : IClassFixture<StarterSites>
{
    private static readonly XNamespace Map = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private static readonly XNamespace Xhtml = "http://www.w3.org/1999/xhtml";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task The_map_names_every_public_page_once_with_translations_that_name_one_another(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var crawler = site.Visit();
        var answer = (await crawler.GetAsync("/sitemap.xml")).ShouldHave(HttpStatusCode.OK);
        answer.Header("Content-Type").ShouldBe("application/xml; charset=utf-8");
        var pages = XDocument.Parse(answer.Body).Root!.Elements(Map + "url").ToDictionary(u => u.Element(Map + "loc")!.Value,
            u => u.Elements(Xhtml + "link").ToDictionary(l => l.Attribute("hreflang")!.Value, l => l.Attribute("href")!.Value));
        var entries = await site.InDatabaseAsync(db => db.Set<Publication>().AsNoTracking().ToListAsync(Token));
        foreach (var entry in entries)
        {
            var path = SiteUrls.Entry(entry.Kind, Language.Find(entry.Language)!, entry.Slug);
            pages.ShouldContainKey("http://localhost:5000" + Iri.ToUri(path));
        }

        pages.Count.ShouldBe(entries.Count + (8 * Language.All.Count));
        foreach (var (address, translations) in pages)
        {
            var page = (await crawler.GetAsync(new Uri(address).PathAndQuery)).ShouldHave(HttpStatusCode.OK);
            page.Redirects.ShouldBeEmpty(address);
            page.AllOf("meta[name=robots]").ShouldBeEmpty(address);
            Iri.ToUri(page.One("link[rel=canonical]").GetAttribute("href")!).ShouldBe(address);
            if (translations.Count > 0)
            {
                translations.Values.ShouldContain(address);
                translations.Values.ShouldAllBe(t => pages[t].Count == translations.Count);
                page.AllOf("link[hreflang]").ToDictionary(l => l.GetAttribute("hreflang")!, l => Iri.ToUri(l.GetAttribute("href")!))
                    .ShouldBe(translations, ignoreOrder: true, address);
            }
        }
    }

    [OnEachDatabase]
    public async Task The_map_of_a_large_site_is_an_index_of_parts_with_each_page_in_one(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions
        {
            Adjust = builder => builder.Services.AddSingleton(services =>
                new SitemapParts(services.GetRequiredService<CacheInvalidation>()) { Size = 3 }),
        });
        using var crawler = site.Visit();
        (await crawler.GetAsync("/sitemap-1.xml")).ShouldHave(HttpStatusCode.NotFound);
        for (var i = 0; i < 5; i++)
        {
            await site.PublishArticleAsync(Words($"Article {i}", "Words."));
        }

        var index = (await crawler.GetAsync("/sitemap.xml")).ShouldHave(HttpStatusCode.OK);
        var parts = XDocument.Parse(index.Body).Root!.Elements(Map + "sitemap").Select(s => s.Element(Map + "loc")!.Value).ToList();

        parts.ShouldBe(["http://localhost:5000/sitemap-1.xml", "http://localhost:5000/sitemap-2.xml"]);
        var all = new List<string>();
        foreach (var part in parts)
        {
            var xml = XDocument.Parse((await crawler.GetAsync(new Uri(part).PathAndQuery)).ShouldHave(HttpStatusCode.OK).Body);
            all.AddRange(xml.Root!.Elements(Map + "url").Select(u => u.Element(Map + "loc")!.Value));
        }

        all.ShouldBeUnique();
        all.Count(a => a.Contains("/articles/", StringComparison.Ordinal)).ShouldBe(5);
        foreach (var none in (string[])["0", "3", "999999999", "-1", "99999999999999999999"])
        {
            (await crawler.GetAsync($"/sitemap-{none}.xml")).ShouldHave(HttpStatusCode.NotFound);
        }
    }

    [OnEachDatabase]
    public async Task Structured_data_have_no_property_without_a_value_on_any_page(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var crawler = site.Visit();
        var pages = 0;
        foreach (var address in XDocument.Parse((await crawler.GetAsync("/sitemap.xml")).Body).Descendants(Map + "loc"))
        {
            foreach (var data in (await crawler.GetAsync(new Uri(address.Value).PathAndQuery)).AllOf("script[type='application/ld+json']"))
            {
                using var json = JsonDocument.Parse(data.TextContent);
                HasValues(json.RootElement, address.Value);
                pages++;
            }
        }

        pages.ShouldBeGreaterThan(10);
        foreach (var (path, ways) in (IEnumerable<(string, int)>)[("/", 0), ("/articles", 2), ("/people/names", 3), ("/official", 2)])
        {
            var data = (await crawler.GetAsync(path)).AllOf("script[type='application/ld+json']").Select(d => d.TextContent)
                .ShouldHaveSingleItem();
            data.Split("\"ListItem\"").Length.ShouldBe(ways + 1, path);
            HasValues(JsonDocument.Parse(data).RootElement, path);
        }

        void HasValues(JsonElement value, string address)
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                value.EnumerateObject().ShouldNotBeEmpty(address);
                foreach (var property in value.EnumerateObject())
                {
                    HasValues(property.Value, address + " " + property.Name);
                }
            }
            else if (value.ValueKind == JsonValueKind.Array)
            {
                value.GetArrayLength().ShouldBeGreaterThan(0, address);
                foreach (var item in value.EnumerateArray())
                {
                    HasValues(item, address);
                }
            }
            else
            {
                value.ToString().ShouldNotBeNullOrWhiteSpace(address);
            }
        }
    }
}
