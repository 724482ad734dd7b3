using System.Globalization;
using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;
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
            var facts =
                Poet with
                {
                    Names = Names(name, "某"),
                    Status = status,
                    Certainty = Certainty.Known,
                    Episodes = [status == CaseStatus.Released ? Held("2020-01-01", "2021-01-01") : Held("2022-06-04")]
                };
            await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words(name), facts));
        }

        var visitor = site.Visit();
        var first = (await visitor.GetAsync("/people?sort=Newest")).ShouldHave(HttpStatusCode.OK);
        var second = (await visitor.GetAsync(first.One(".pager a[rel=next]").GetAttribute("href")!)).ShouldHave(HttpStatusCode.OK);
        var released = (await visitor.GetAsync("/people?status=Released")).ShouldHave(HttpStatusCode.OK);

        first.AllOf(".case").Count.ShouldBe(20);
        first.One(".case h2").TextContent.ShouldBe("Person 23 (某)");
        first.One(".case .counted").TextContent.ShouldBe("1,440 days in detention, counted on 14 May 2026");
        first.One(".case .counted b").TextContent.ShouldBe("1,440");
        second.AllOf(".case h2").Select(h => h.TextContent).ShouldBe(["Person 03 (某)", "Person 02 (某)", "Person 01 (某)"]);
        released.AllOf(".case").Count.ShouldBe(11);
        released.AllOf(".counted").ShouldBeEmpty();
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
        (await site.Visit().GetAsync("/zh-Hans/people/lin-anhe")).ShouldHave(HttpStatusCode.OK).One("main a[hreflang=en]")
            .GetAttribute("href").ShouldBe("/people/lin-anhe");
    }

    [OnEachDatabase]
    public async Task An_address_that_means_nothing_is_not_found(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var visitor = site.Visit();

        string[] paths =
        [
            "/people?status=Sleeping", "/people?status=0", "/people?status=imprisoned", "/people?before=x",
                "/people?before=ffffffffffffffffffff-0",
            "/campaigns?before=o", "/campaigns?before=-1", "/people/nobody", "/zh-Hans/campaigns/nothing",
        ];
        foreach (var path in paths)
        {
            (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.NotFound);
        }
    }

    /// <summary>Orders, counts and choices are kept in memory; what is kept must not outlive what it was made of.</summary>
    [OnEachDatabase]
    public async Task One_case_that_changes_changes_orders_counts_and_choices_of_all_at_once(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var facts = Poet with { Status = CaseStatus.Imprisoned, Certainty = Certainty.Known, Episodes = [Held("2022-06-04")] };
        var zora =
            await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Zora"),
            facts with { Names = Names("Zora", "佐"), Region = LocalText.Of("en", "Northland") }));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Mina"),
            facts with { Names = Names("Mina", "米"), Region = LocalText.Of("en", "Southland") }));

        // For a signed-in user every page is rendered again.
        foreach (var reader in new[] { site.Visit(), await site.SignInAsync(Role.Editor) })
        {
            (await NamesAsync(reader, "/people?sort=Romanised")).ShouldBe(["Mina (米)", "Zora (佐)"]);
            (await reader.GetAsync("/people")).AllOf(".tally svg").Count.ShouldBe(1);
        }

        var aida =
            await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Aida"),
            facts with
            {
                Names = Names("Aida", "艾"),
                Status = CaseStatus.Released,
                Episodes = [Held("2012-06-04", "2013")],
                Region = LocalText.Of("en", "Westland")
            }));
        foreach (var reader in new[] { site.Visit(), await site.SignInAsync(Role.Editor) })
        {
            (await NamesAsync(reader, "/people?sort=Romanised")).ShouldBe(["Aida (艾)", "Mina (米)", "Zora (佐)"]);
            (await NamesAsync(reader, "/people?region=Southland&sort=Romanised")).ShouldBe(["Mina (米)"]);
            var list = await reader.GetAsync("/people");
            list.AllOf(".tally svg").Select(s => s.GetAttribute("aria-label")).ShouldBe(["2 of 3", "1 of 3"]);
            list.AllOf("select[name=region] option").Select(o => o.TextContent).ShouldContain("Westland");
            list.AllOf(".nums tbody tr").Count.ShouldBe(15, "2012 to 2026");
        }

        await site.WithdrawAsync(aida);
        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Person, zora, Words("Zora"),
            facts with { Names = Names("Bela", "佐") }));
        foreach (var reader in new[] { site.Visit(), await site.SignInAsync(Role.Editor) })
        {
            (await NamesAsync(reader, "/people?sort=Romanised")).ShouldBe(["Bela (佐)", "Mina (米)"]);
            var list = (await reader.GetAsync("/people")).ShouldNotHold("Westland").ShouldNotHold("Northland");
            list.AllOf(".nums tbody tr").Count.ShouldBe(5, "2022 to 2026");
            (await reader.GetAsync("/people?region=Westland")).ShouldHave(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public void An_address_in_HTML_and_print_is_in_letters_that_one_can_type()
    {
        var urls = new SiteUrls(new CmsOptions { BaseUrl = "https://coalition.example/" });
        var path = SiteUrls.Entry(EntryKind.Person, Language.Find("zh-Hans")!, "刘晓波");

        urls.AbsoluteIri(path).ShouldBe("https://coalition.example/zh-Hans/people/刘晓波");
        urls.Absolute(path).ShouldBe("https://coalition.example/zh-Hans/people/%E5%88%98%E6%99%93%E6%B3%A2");
    }

    private static async Task<List<string>> NamesAsync(Browser reader, string path) =>
        [.. (await reader.GetAsync(path)).ShouldHave(HttpStatusCode.OK).AllOf(".case h2, .case h3").Select(h => h.TextContent)];
}
