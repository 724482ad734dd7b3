using System.Net;
using CoalitionCms.Caching;
using CoalitionCms.Domain;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.People.Cast;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.People;

public sealed class FilteringPeopleTests
{
    private static readonly LocalText Eastland = LocalText.Of([new("en", "Eastland"), new("zh-Hans", "东地")]);

    [OnEachDatabase]
    public async Task People_are_found_by_the_years_in_which_they_may_have_been_held(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await AddAsync(site, "Sure", Held("2011-03-01", "2011-06-01"));
        await AddAsync(site, "Range", Held("2008/2010", "2009/2012"));
        await AddAsync(site, "Early", Held("../2009", "2009"));
        await AddAsync(site, "Late", Held("2012/..", "2013/.."));
        await AddAsync(site, "Lost", Held("2010-05", ended: true));
        await AddAsync(site, "Twice", Held("2007", "2008"), Held("2014", "2015"));
        await AddAsync(site, "Released", Held("", "2010-12-31"));
        await AddAsync(site, "Undated", Held("", ended: true));
        await AddAsync(site, "Never");
        await AddAsync(site, "Still", CaseStatus.Imprisoned, Held("2012-06-01"));
        await AddAsync(site, "Dead", CaseStatus.DiedInCustody, Held("2009-06-01"));
        var visitor = site.Visit();

        async Task<string> FoundAsync(string query) =>
            string.Join(' ', (await visitor.GetAsync("/people" + query)).ShouldHave(HttpStatusCode.OK).AllOf(".case h2, .case h3")
            .Select(h =>
            h.TextContent.Split(' ')[0]).Order(StringComparer.Ordinal));

        (await FoundAsync("?from=2010&until=2012")).ShouldBe("Dead Late Lost Range Released Still Sure");
        (await FoundAsync("?from=2011&until=2011")).ShouldBe("Dead Range Sure");
        (await FoundAsync("?from=2013")).ShouldBe("Late Still Twice");
        (await FoundAsync("?until=2007")).ShouldBe("Early Twice");
        (await FoundAsync("?from=2012&status=Imprisoned")).ShouldBe("Still");
        (await FoundAsync("?from=2012&until=2012&status=DiedInCustody")).ShouldBe("");
        (await visitor.GetAsync("/people?from=2012&until=2012&status=DiedInCustody")).ShouldSay("Nobody on this site matches.");
    }

    [OnEachDatabase]
    public async Task A_region_is_the_same_in_every_language_that_has_a_word_for_it(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await AddAsync(site, "One", Poet with { Region = Eastland });
        await AddAsync(site, "Two", Poet with { Region = LocalText.Of("en", "Eastland") });
        await AddAsync(site, "Three", Poet with { Region = LocalText.Of("en", "A & B=C") });
        var visitor = site.Visit();

        var page = (await visitor.GetAsync("/people?region=Eastland")).ShouldHave(HttpStatusCode.OK);
        page.AllOf(".case").Count.ShouldBe(2);
        page.AllOf("#region option").Select(o => o.TextContent).ShouldBe(["Any", "A & B=C", "Eastland"]);
        page.One("#region option[selected]").TextContent.ShouldBe("Eastland");
        (await visitor.GetAsync("/zh-Hans/people?region=" + Uri.EscapeDataString("东地"))).ShouldHave(HttpStatusCode.OK)
            .AllOf(".case").Count.ShouldBe(2);
        (await visitor.GetAsync("/people?region=" + Uri.EscapeDataString("A & B=C"))).ShouldHave(HttpStatusCode.OK)
            .AllOf(".case").Count.ShouldBe(1);
    }

    [OnEachDatabase]
    public async Task People_stand_in_the_order_of_either_name_and_page_by_page(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        foreach (var (latin, own) in new[] { ("Zhao Bing", "赵冰"), ("Álvaro An", "安"), ("Bei Min", "北民"), ("Li Wen", "李文") })
        {
            await AddAsync(site, latin, Poet with { Names = Names(latin, own) });
        }

        for (var i = 10; i < 29; i++)
        {
            await AddAsync(site, $"Ma {i}", Poet with { Names = [new($"Ma {i}", "zh-Latn", NameKind.Romanised, IsPrimary: true)] });
        }

        var visitor = site.Visit();
        var romanised = (await visitor.GetAsync("/people?sort=Romanised")).ShouldHave(HttpStatusCode.OK);
        var native = (await visitor.GetAsync("/people?sort=Native")).ShouldHave(HttpStatusCode.OK);

        romanised.AllOf(".case h2").Select(h => h.TextContent).Take(4).ShouldBe(["Álvaro An (安)", "Bei Min (北民)", "Li Wen (李文)", "Ma 10"]);
        native.AllOf(".case h2").Select(h => h.TextContent).Take(5)
            .ShouldBe(["Álvaro An (安)", "Bei Min (北民)", "Li Wen (李文)", "Zhao Bing (赵冰)", "Ma 10"]);
        romanised.AllOf("main nav [aria-current=true]").ShouldHaveSingleItem().TextContent.ShouldBe("By name in Latin letters");
        var next = (await visitor.GetAsync(romanised.One(".pager a[rel=next]").GetAttribute("href")!)).ShouldHave(HttpStatusCode.OK);
        next.AllOf(".case h2").Select(h => h.TextContent).ShouldBe(["Ma 27", "Ma 28", "Zhao Bing (赵冰)"]);
        next.One(".pager a").GetAttribute("href").ShouldBe("/people?sort=Romanised");
    }

    [OnEachDatabase]
    public async Task What_was_never_on_offer_is_no_address_and_one_list_has_one_spelling(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await AddAsync(site, "One", Held("2010", "2012"));
        var visitor = site.Visit();

        string[] madeUp =
            ["from=10", "from=2010x", "from=02010", "from=-201", "from=２０１０", "from=2999", "until=1999", "region=Nowhere", "sort=romanised",
            "sort=1", "status=0", "after=x", "sort=Native&before=x", "sort=Native&after=x", "from=2010&after=" + Guid.Empty.ToString("N")];
        foreach (var query in madeUp)
        {
            (await visitor.GetAsync("/people?" + query)).ShouldHave(HttpStatusCode.NotFound);
        }

        (await visitor.GetAsync("/people?from=1950&until=2999")).Path.ShouldBe("/people?from=2010&until=2026");
        (await visitor.GetAsync("/people?from=2012&until=2010")).Path.ShouldBe("/people?from=2010&until=2012");
        (await visitor.GetAsync("/people?sort=Gravity")).Path.ShouldBe("/people");
        (await visitor.GetAsync("/people?status=&from=2010&until=&region=")).ShouldHave(HttpStatusCode.OK)
            .One("#from option[selected]").TextContent.ShouldBe("2010");
    }

    [OnEachDatabase]
    public async Task Addresses_that_somebody_makes_up_do_not_fill_the_memory(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await AddAsync(site, "One", Held("2010", "2012"));
        var visitor = site.Visit();
        await visitor.GetAsync("/people");
        await visitor.GetAsync("/people?from=2011");

        // The one page that says that there is none.
        await visitor.GetAsync("/people?region=Nowhere");
        var held = site.Services.GetRequiredService<PageCache>().Usage.Pages;

        for (var i = 0; i < 5; i++)
        {
            await visitor.GetAsync($"/people?from=2011&x={i}");
            await visitor.GetAsync($"/people?from=2011&from={i}");
            await visitor.GetAsync($"/people?from=2011&until=%20&region=&i={i}");
            await visitor.GetAsync($"/people?from=2011&until={2012 + i}&sort=Native");
            await visitor.GetAsync($"/people?from={1000 + i}&region=R{i}");
        }

        site.Services.GetRequiredService<PageCache>().Usage.Pages.ShouldBe(held);
    }

    [OnEachDatabase]
    public async Task People_are_found_by_issue_and_campaign_and_only_those_that_occur_are_offered(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var one =
            await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("One", tags: ["Free speech", "Poets"]),
            Poet with { Names = Names("One", "某") }));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Two", tags: "Poets"),
            Poet with { Names = Names("Two", "某") }));
        var draft = await site.SaveAsync(EntryKind.Person, Words("Draft", tags: "Secret issue"), Poet);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Words("For One"),
            CampaignFacts.None with { People = [one.ItemId] }));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Words("For nobody seen"),
            CampaignFacts.None with { People = [draft.ItemId] }));
        await site.SaveAsync(EntryKind.Campaign, Words("Secret campaign"), CampaignFacts.None with { People = [one.ItemId] });
        var visitor = site.Visit();

        var all = (await visitor.GetAsync("/people?sort=Native")).ShouldHave(HttpStatusCode.OK);

        all.AllOf("#issue option").Select(o => o.TextContent).ShouldBe(["Any", "Free speech", "Poets"]);
        all.AllOf("#campaign option").Select(o => o.TextContent).ShouldBe(["Any", "For One"]);
        (await FoundAsync("?issue=free-speech")).ShouldBe("One");
        (await FoundAsync("?issue=poets")).ShouldBe("One Two");
        (await FoundAsync("?issue=poets&campaign=for-one&sort=Romanised")).ShouldBe("One");
        (await visitor.GetAsync("/people?campaign=for-one&sort=Romanised")).One(".filter input[name=sort]").GetAttribute("value")
            .ShouldBe("Romanised");
        foreach (var query in new[] { "?issue=secret-issue", "?issue=Poets", "?campaign=secret-campaign", "?campaign=for-nobody-seen",
            "?campaign=none" })
        {
            (await visitor.GetAsync("/people" + query)).ShouldHave(HttpStatusCode.NotFound);
        }

        async Task<string> FoundAsync(string query) =>
            string.Join(' ', (await visitor.GetAsync("/people" + query)).ShouldHave(HttpStatusCode.OK).AllOf(".case h2, .case h3")
            .Select(h =>
            h.TextContent.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_lists_with_one_choice_are_common()
    {
        var all = PersonFilter.All;
        new[] { all, all with { From = 2010 }, all with { From = 2010, Until = 2010 },
            all with { Region = "R", Order = PersonOrder.Native } }.ShouldAllBe(f => f.IsCommon);
        new[] { all with { From = 2010, Until = 2011 }, all with { Status = CaseStatus.Released, Region = "R" } }.ShouldAllBe(f =>
            !f.IsCommon);
    }

    private static Task AddAsync(CmsSite site, string name, params DetentionEpisode[] episodes) =>
        AddAsync(site, name, CaseStatus.Released, episodes);

    private static Task AddAsync(CmsSite site, string name, CaseStatus status, params DetentionEpisode[] episodes) => AddAsync(
        site, name, Poet with
        {
            Names = Names(name, "某"),
            Status = status,
            Died = Date(status == CaseStatus.DiedInCustody ? "2011-05" : ""),
            Episodes = episodes
        });

    private static async Task AddAsync(CmsSite site, string name, PersonFacts facts) =>
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words(name), facts));
}
