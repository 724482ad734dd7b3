using System.Net;
using System.Text.RegularExpressions;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Feeds;

public sealed class TellingCrawlersTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task Crawlers_are_told_that_sign_in_and_admin_are_not_for_them(DatabaseKind database)
    {
        using var crawler = (await sites.OnAsync(database)).Visit();

        var rules = (await crawler.GetAsync("/robots.txt")).ShouldHave(HttpStatusCode.OK);

        Assert.Equal("text/plain; charset=utf-8", rules.Header("Content-Type"));
        Assert.Equal(["User-agent: *", "Disallow: /account/", "Disallow: /admin/", "Disallow: /*?*campaign=", "Disallow: /*?*from=",
            "Disallow: /*?*issue=", "Disallow: /*?*only=", "Disallow: /*?*q=", "Disallow: /*?*region=", "Disallow: /*?*sort=",
            "Disallow: /*?*status=", "Disallow: /*?*until=", "Sitemap: http://localhost:5000/sitemap.xml"],
            rules.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.NotNull(rules.Header("ETag"));
        Assert.Empty(crawler.Cookies.Header);
    }

    [OnEachDatabase]
    public async Task A_crawler_that_keeps_to_the_rules_reads_everything_and_is_never_refused(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        using var crawler = site.Visit();
        var forbidden = (await crawler.GetAsync("/robots.txt")).Body.Split('\n')
            .Where(line => line.StartsWith("Disallow: ", StringComparison.Ordinal))
            .Select(line => new Regex("^" + Regex.Escape(line["Disallow: ".Length..]).Replace(@"\*", ".*", StringComparison.Ordinal)))
            .ToList();
        var (waiting, seen) = (new Queue<string>(["/people", "/"]), new HashSet<string>(["/people", "/"], StringComparer.Ordinal));
        while (waiting.TryDequeue(out var path))
        {
            var page = await crawler.SendAsync(HttpMethod.Get, path);
            ((int)page.Status).ShouldBeLessThan(400, $"{path}\n{page.Status}");
            if (page.ContentHeaders.ContentType?.MediaType != "text/html")
            {
                continue;
            }

            foreach (var link in page.AllOf("a[href]")
                .Where(a => a.GetAttribute("rel")?.Contains("nofollow", StringComparison.Ordinal) is not true))
            {
                var next = new Uri(page.Url, link.GetAttribute("href")!);
                if (next.Authority == page.Url.Authority && next.Scheme == "http" && !forbidden.Any(f => f.IsMatch(next.PathAndQuery))
                    && seen.Add(next.PathAndQuery))
                {
                    waiting.Enqueue(next.PathAndQuery);
                }
            }
        }

        seen.ShouldContain("/people/liu-xiaobo");
        seen.Count(address => address.Contains('?', StringComparison.Ordinal)).ShouldBeLessThan(100);
    }
}
