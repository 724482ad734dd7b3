using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.House;

/// <summary>Addresses are a promise to readers, and to everybody who linked here. Who adds a page adds its line.</summary>
public sealed class UrlContractTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly string[] Public =
    [
        "/",
        "/articles/{slug}",
        "/articles/{year:int:length(4)?}",
        "/campaigns",
        "/colour.css",
        "/contact",
        "/campaigns/{slug}",
        "/campaigns/{slug}/feed.atom",
        "/campaigns/{slug}/feed.json",
        "/draft/{code}",
        "/draft/{code}/media/{sha256}/{name}",
        "/error/{code:int}",
        "/events",
        "/events.ics",
        "/events/{slug}",
        "/events/{slug}.ics",
        "/feed.atom",
        "/feed.json",
        "/official",
        "/official.txt",
        "/official.txt.sig",
        "/copy",
        "/copy/not-translated",
        "/opensearch.xml",
        "/people",
        "/people.csv",
        "/people.json",
        "/people/names",
        "/people/{slug}",
        "/people/{slug}/letter",
        "/people/{slug}/poster",
        "/robots.txt",
        "/sitemap.xml",
        "/sitemap-{part:int}.xml",
        "/.well-known/security.txt",
        "/tags/{tag}",
        "/tags/{tag}/feed.atom",
        "/tags/{tag}/feed.json",
        "/search",
        "/verify/{code?}",
        "/{slug}",
    ];

    private static readonly string[] Staff =
    [
        "/account",
        "/account/confirm",
        "/account/data",
        "/account/factors",
        "/account/factors/app",
        "/account/factors/passkey",
        "/account/join",
        "/account/login",
        "/account/logout",
        "/account/names",
        "/account/record",
        "/account/record/{id:guid}",
        "/account/reset",
        "/account/sessions",
        "/admin",
        "/admin/accounts",
        "/admin/accounts/invite",
        "/admin/accounts/requests",
        "/admin/accounts/roles",
        "/admin/accounts/{id:guid}",
        "/admin/addresses",
        "/admin/addresses/{id:guid}/removal",
        "/admin/addresses/{id}",
        "/admin/articles/{id}",
        "/admin/audit",
        "/admin/audit/csv",
        "/admin/bulk",
        "/admin/campaigns/{id}",
        "/admin/draft-links/{id:guid}",
        "/admin/emergency/{id:guid}",
        "/admin/events/{id:guid}/attendance",
        "/admin/events/{id:guid}/csv",
        "/admin/events/{id:guid}/door",
        "/admin/events/{id:guid}/export",
        "/admin/events/{id:guid}/series",
        "/admin/events/{id:guid}/sign-in-sheet",
        "/admin/events/{id}",
        "/admin/copies",
        "/admin/health",
        "/admin/health/reading-only",
        "/admin/import",
        "/admin/import/{id:guid}",
        "/admin/ledger",
        "/admin/ledger/{id:guid}",
        "/admin/ledger/{id:guid}/purge",
        "/admin/links",
        "/admin/articles",
        "/admin/campaigns",
        "/admin/events",
        "/admin/pages",
        "/admin/people",
        "/admin/media",
        "/admin/media/{sha256:length(64)}",
        "/admin/media/{sha256:length(64)}/edit",
        "/admin/members",
        "/admin/members/csv",
        "/admin/members/doubles",
        "/admin/members/export",
        "/admin/members/{id:guid}/merge",
        "/admin/members/{id:guid}/account",
        "/admin/members/{id:guid}/names",
        "/admin/members/{id:guid}/statements",
        "/admin/members/{id}",
        "/admin/names",
        "/admin/pages/{id}",
        "/admin/paste",
        "/admin/people/import",
        "/admin/people/stale",
        "/admin/people/{id}",
        "/admin/people/{id:guid}/un",
        "/admin/publication/{id:guid}",
        "/admin/remarks/{id:guid}",
        "/admin/review",
        "/admin/review/{id:guid}",
        "/admin/revisions/{id:guid}",
        "/admin/revisions/{id:guid}/difference",
        "/admin/revisions/{id:guid}/facts",
        "/admin/schedule/{id:guid}",
        "/admin/settings",
        "/admin/tags",
        "/admin/trash/{id:guid}",
        "/admin/views",
    ];

    [Fact]
    public async Task The_pages_are_these() =>
        (await PageInventory.PagesAsync(await sites.OnAsync(DatabaseKind.Sqlite)))
        .Select(p => p.Route.Length > 1 ? p.Route.TrimEnd('/') : p.Route)
            .ShouldBe([.. Public, .. Staff], ignoreOrder: true);

    [Fact]
    public async Task Site_urls_spells_what_the_pages_spell()
    {
        var routes = (await PageInventory.PagesAsync(await sites.OnAsync(DatabaseKind.Sqlite)))
            .Select(p => p.Route.Split('{')[0].TrimEnd('/')).ToHashSet(StringComparer.Ordinal);
        string[] spelled =
        [
            SiteUrls.Year(2015, Language.English)[..^5],
            SiteUrls.Tag("x", Language.English)[..^2],
            SiteUrls.Official(Language.English),
            SiteUrls.OfficialText(Language.English),
            SiteUrls.Feed(Language.English),
            SiteUrls.JsonFeed(Language.English),
            SiteUrls.Sitemap,
            SiteUrls.SecurityText,
            SiteUrls.Views(),
            SiteUrls.PeopleCsv(Language.English),
            SiteUrls.PeopleJson(Language.English),
            SiteUrls.StaleCases,
            .. Enum.GetValues<EntryKind>().Select(SiteUrls.AdminList),
            .. Enum.GetValues<EntryKind>().Where(k => k != EntryKind.Page).Select(k => SiteUrls.List(k, Language.English)),
        ];
        spelled.Where(s => !routes.Contains(s)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/zh-hans/articles", "/zh-Hans/articles")]
    [InlineData("/ZH-HANT", "/zh-Hant")]
    [InlineData("/en", "/")]
    [InlineData("/en/articles?before=x", "/articles?before=x")]
    [InlineData("/EN/tags/%E9%87%91%E6%B5%B7", "/tags/%E9%87%91%E6%B5%B7")]
    public async Task Another_casing_of_a_language_leads_to_the_one_true_address(string asked, string answered)
    {
        using var visitor = (await sites.OnAsync(DatabaseKind.Sqlite)).Visit();
        var answer = (await visitor.SendAsync(HttpMethod.Get, asked)).ShouldHave(System.Net.HttpStatusCode.MovedPermanently);
        answer.Headers.Location!.OriginalString.ShouldBe(answered);
    }
}
