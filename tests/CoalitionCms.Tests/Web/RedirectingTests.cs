using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.Web;

public sealed class RedirectingTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task No_spelling_of_an_address_leads_to_another_host(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        var heads = new[] { "", "/", "/en", "/EN", "/en/", "/zh-hans", "/ZH-HANS", "/zh-Hans", "/ko/", "/people", "/account", "/admin" };
        var tails = new[] { "//evil.example/x", "///evil.example", "/%2Fevil.example", "/%2f%2fevil.example/x", "/\\evil.example/x",
            "/%5Cevil.example/x", "//EVIL.example/X/", "/.//evil.example", "/..//evil.example/", "/%2e%2e//evil.example/A",
            "/%09//evil.example", "/%0d%0aLocation:%20//evil.example", "//evil.example/%2f..", "/;//evil.example", "/@evil.example/A" };
        foreach (var path in heads.SelectMany(h => tails.Select(t => h + t)))
        {
            var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Url.GetLeftPart(UriPartial.Authority) + path,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            var answer = await visitor.SendAsync(request);
            ((int)answer.Status).ShouldBeLessThan(500, path);
            if (answer.Header("Location") is { } location)
            {
                new Uri(site.Url, location).Authority.ShouldBe(site.Url.Authority, $"{path} leads to {location}");
                OwnAddress.Is(location).ShouldBeTrue($"{path} leads to {location}");
            }
        }
    }

    [OnEachDatabase]
    public async Task A_former_address_in_any_script_leads_on_by_a_header_in_ASCII(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var campaign = await site.SaveAsync(EntryKind.Campaign, Words("Free the poet", slug: "诗人"), CampaignFacts.None);
        await site.PublishAsync(campaign);
        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Campaign, campaign, Words("Free the poet", slug: "诗人-林"),
            CampaignFacts.None));
        using var visitor = site.Visit();
        foreach (var (former, ending) in ((string, string)[])[("/campaigns/诗人", ""), ("/Campaigns/诗人/", ""),
            ("/campaigns/诗人/feed.atom", "/feed.atom"), ("/campaigns/诗人/feed.json", "/feed.json")])
        {
            var answer = (await visitor.SendAsync(HttpMethod.Get, Iri.ToUri(former))).ShouldHave(HttpStatusCode.MovedPermanently);
            answer.Header("Location").ShouldBe(Iri.ToUri("/campaigns/诗人-林" + ending), former);
        }
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/a//b?c", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("/a/..\\\\evil.example", false)]
    [InlineData("/\t/evil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("~/a", false)]
    public void An_own_address_begins_with_one_slash(string? target, bool isOwn) => OwnAddress.Is(target).ShouldBe(isOwn);
}
