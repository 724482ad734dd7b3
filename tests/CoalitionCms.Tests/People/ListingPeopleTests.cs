using System.Globalization;
using System.Net;
using CoalitionCms.Features.People;
using CoalitionCms.Kernel;
using CoalitionCms.Tests.Support;
using Shouldly;
using static CoalitionCms.Tests.People.Cast;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.People;

public sealed class ListingPeopleTests
{
    [OnEachDatabase]
    public async Task People_can_be_filtered_by_status_and_paged(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        for (var i = 1; i <= 23; i++)
        {
            var name = "Person " + i.ToString("00", CultureInfo.InvariantCulture);
            var status = i % 2 == 0 ? CaseStatus.Released : CaseStatus.Imprisoned;
            var facts = Poet with { Names = Names(name, "某"), Status = status, Certainty = Certainty.Known, Episodes = [status == CaseStatus.Released ? Held("2020-01-01", "2021-01-01") : Held("2022-06-04")] };
            await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words(name), facts));
        }

        var visitor = site.Visit();
        var first = (await visitor.GetAsync("/people")).ShouldHave(HttpStatusCode.OK);
        var second = (await visitor.GetAsync(first.One(".pager a[rel=next]").GetAttribute("href")!)).ShouldHave(HttpStatusCode.OK);
        var released = (await visitor.GetAsync("/people?status=Released")).ShouldHave(HttpStatusCode.OK);

        first.AllOf(".case").Count.ShouldBe(20);
        first.One(".case h2").TextContent.ShouldBe("Person 23 (某)");
        first.One(".case .held").TextContent.ShouldBe("1,440 days in detention, counted on 14 May 2026");
        second.AllOf(".case h2").Select(h => h.TextContent).ShouldBe(["Person 03 (某)", "Person 02 (某)", "Person 01 (某)"]);
        released.AllOf(".case").Count.ShouldBe(11);
        released.AllOf(".held").ShouldBeEmpty();
        released.One(".tally [aria-current]").TextContent.ShouldBe("○ Released");
        released.One(".tally").TextContent.ShouldContain("12");
        released.AllOf(".tally svg").Select(s => s.GetAttribute("aria-label")).ShouldBe(["12 of 23", "11 of 23"]);
    }

    [OnEachDatabase]
    public async Task Somebody_without_a_page_in_this_language_is_listed_in_the_original_one(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Lin Anhe", summary: "Poet."), Poet));

        var page = (await site.Visit().GetAsync("/zh-Hans/people")).ShouldHave(HttpStatusCode.OK);

        var link = page.One(".case a");
        (link.GetAttribute("href"), link.GetAttribute("hreflang")).ShouldBe(("/people/lin-anhe", "en"));
        page.One(".case bdi[lang=en][dir=ltr]").TextContent.ShouldBe("Poet.");
        (await site.Visit().GetAsync("/zh-Hans/people/lin-anhe")).ShouldHave(HttpStatusCode.NotFound).One("main a[hreflang=en]").GetAttribute("href").ShouldBe("/people/lin-anhe");
    }

    [OnEachDatabase]
    public async Task An_address_that_means_nothing_is_not_found(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var visitor = site.Visit();

        string[] paths =
        [
            "/people?status=Sleeping", "/people?status=0", "/people?status=imprisoned", "/people?before=x", "/people?before=ffffffffffffffffffff-0",
            "/campaigns?before=o", "/campaigns?before=-1", "/people/nobody", "/zh-Hans/campaigns/nothing",
        ];
        foreach (var path in paths)
        {
            (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.NotFound);
        }
    }
}
