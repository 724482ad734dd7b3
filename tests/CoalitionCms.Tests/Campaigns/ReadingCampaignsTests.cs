using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Tests.People;
using CoalitionCms.Tests.Support;
using Shouldly;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.Campaigns;

public sealed class ReadingCampaignsTests
{
    [OnEachDatabase]
    public async Task A_campaign_shows_its_people_its_news_and_how_it_stands(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var poet = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Lin Anhe", summary: "Poet."), Cast.Poet));
        var facts = new CampaignFacts(CampaignState.Active, Cast.Date("2022-07"), FuzzyDate.Unknown, LocalText.Empty, [poet.ItemId]);
        var campaign =
            await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign,
            Words("Free the poet", "## What you can do\n\n1. Write.", summary: "She wrote a book."), facts));
        await site.PublishArticleAsync(Words("First reading", summary: "Ten came."),
            facts: ArticleFacts.None with { CampaignId = campaign.ItemId });
        await site.PublishArticleAsync(Words("Second reading"), facts: ArticleFacts.None with { CampaignId = campaign.ItemId });
        await site.PublishArticleAsync(Words("Something else"));
        var visitor = site.Visit();

        var page = (await visitor.GetAsync("/campaigns/free-the-poet")).ShouldHave(HttpStatusCode.OK);
        var person = (await visitor.GetAsync("/people/lin-anhe")).ShouldHave(HttpStatusCode.OK);

        page.One("h1").TextContent.ShouldBe("Free the poet");
        page.ShouldSay("▸ Active since July 2022").ShouldSay("Lin Anhe (林安和)").ShouldNotHold("Something else");
        page.AllOf(".timeline a").Select(a => a.TextContent).ShouldBe(["Second reading", "First reading"]);
        page.One("main ol li").TextContent.ShouldBe("Write.");
        person.One(".act .plain a").GetAttribute("href").ShouldBe("/campaigns/free-the-poet");
        person.ShouldSay("Second reading").ShouldNotHold("Something else");
        (await visitor.GetAsync("/articles/second-reading")).One("[aria-labelledby=of-campaign] .face").TextContent.ShouldBe("林");
        (await visitor.GetAsync("/articles/something-else")).AllOf(".face").ShouldBeEmpty();
        await site.WithdrawAsync(campaign);
        (await visitor.GetAsync("/people/lin-anhe")).ShouldSay("No campaign is running at present.").ShouldNotHold("Free the poet")
            .ShouldNotHold("Second reading");
    }

    [OnEachDatabase]
    public async Task Campaigns_that_go_on_stand_before_the_others(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await PublishAsync("Older, active", CampaignState.Active);
        await PublishAsync("Newer, won", CampaignState.Won);

        var page = (await site.Visit().GetAsync("/campaigns")).ShouldHave(HttpStatusCode.OK);

        page.AllOf(".campaign h3").Select(h => h.TextContent).ShouldBe(["Older, active", "Newer, won"]);
        page.ShouldSay("✓ Won");

        async Task PublishAsync(string title, CampaignState state) =>
            await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Words(title), CampaignFacts.None with { State = state }));
    }

    [OnEachDatabase]
    public async Task The_pager_goes_through_active_campaigns_and_then_through_the_others(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        for (var i = 0; i < 44; i++)
        {
            var state = i % 2 == 0 ? CampaignState.Active : CampaignState.Closed;
            await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Words($"{state} {i}"),
                CampaignFacts.None with { State = state }));
        }

        List<string> titles = [];
        for (var next = "/campaigns"; next is not null;)
        {
            var page = (await site.Visit().GetAsync(next)).ShouldHave(HttpStatusCode.OK);
            titles.AddRange(page.AllOf(".campaign h3").Select(h => h.TextContent));
            next = page.Document.QuerySelector(".pager a[rel=next]")?.GetAttribute("href");
        }

        titles.Count.ShouldBe(44);
        titles.Distinct().Count().ShouldBe(44);
        titles.TakeWhile(t => t.StartsWith("Active", StringComparison.Ordinal)).Count().ShouldBe(22);
    }
}
