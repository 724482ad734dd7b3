using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
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
        Assert.Equal(["User-agent: *", "Disallow: /account/", "Disallow: /admin/", "Disallow: /*people?", "Disallow: /*?only="],
            rules.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.NotNull(rules.Header("ETag"));
        Assert.Empty(crawler.Cookies.Header);
    }
}
