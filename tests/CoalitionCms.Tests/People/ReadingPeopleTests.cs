using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.Audit;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.People.Cast;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.People;

public sealed class ReadingPeopleTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task A_case_is_told_with_dates_as_exact_as_they_are_known(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person,
            Words("Lin Anhe", "Her *poems*.", "exact", "Poet, nine years for a book."), Poet));

        var page = (await site.Visit().GetAsync("/people/exact")).ShouldHave(HttpStatusCode.OK);

        page.One("h1").InnerHtml.ShouldBe("<bdi lang=\"zh-Latn\">Lin Anhe</bdi>");
        page.One(".names").InnerHtml.ShouldBe("<bdi lang=\"zh-Hans\">林安和</bdi>");
        page.ShouldSay("Believed imprisoned as of March 2026");
        page.One(".count").TextContent.Trim().ShouldBe("1,440 days in detention since 4 June 2022, counted on 14 May 2026");
        page.One(".count strong").TextContent.ShouldBe("1,440 days in detention");
        page.One(".count .now").TextContent.ShouldBe("1,440");
        Fact(page, "Born").ShouldBe("1961");
        Fact(page, "Sentence").ShouldBe("9 years 6 months");
        Fact(page, "Region").ShouldBe("Unknown");
        Fact(page, "Other names").ShouldBe("River Stone Pen name");
        page.AllOf(".facts [lang=zh-Hans][dir=ltr]").Select(l => l.TextContent).ShouldBe(["示例监狱", "无端煽动罪"]);
        page.AllOf(".timeline li").Select(li => li.Id).ShouldBe(["step-1", "step-2"]);
        page.AllOf(".timeline time").Select(t => t.GetAttribute("datetime")).ShouldBe(["2022-06-04", "2023-03"]);
        page.AllOf("#step-2 sup a").Select(a => a.GetAttribute("href")).ShouldBe(["#source-1", "#source-2"]);
        page.One("#source-1 a").GetAttribute("href").ShouldBe("https://paper.example/poet");
        page.AllOf("#source-2 a").ShouldBeEmpty();
        page.One(".span svg").GetAttribute("aria-label")!.ShouldContain("2022 to 2026");
        page.Body.ShouldContain("<em>poems</em>");
        page.Body.ShouldNotContain("style=");
        page.One("script[type='application/ld+json']").TextContent.ShouldContain("\"birthDate\":\"1961\"");
        page.One("meta[name=description]").GetAttribute("content").ShouldBe("Poet, nine years for a book.");
    }

    [OnEachDatabase]
    public async Task The_same_case_reads_naturally_in_chinese(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Lin Anhe (林安和)", slug: "two-languages"), Poet));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("林安和", "她的诗。", "", "诗人，因一本书被判九年。"), Poet, "zh-Hans",
            saved.ItemId));

        var page = (await site.Visit().GetAsync("/zh-Hans/people/林安和")).ShouldHave(HttpStatusCode.OK);

        page.One("h1").InnerHtml.ShouldBe("<bdi lang=\"zh-Hans\">林安和</bdi>");
        page.One(".names").InnerHtml.ShouldBe("<bdi lang=\"zh-Latn\">Lin Anhe</bdi>");
        page.ShouldSay("据信服刑中").ShouldSay("截至2026年3月").ShouldSay("遭羁押1,440天 自2022年6月4日起，计算至2026年5月14日").ShouldSay("9年6个月");
        page.One("#step-1").TextContent.ShouldContain("从家中被带走。");
        page.One("#step-2 [lang=en]").TextContent.ShouldBe("Closed trial of one day.");
        page.One("link[rel=alternate][hreflang=en]").GetAttribute("href").ShouldEndWith("/people/two-languages");
        (await site.Visit().GetAsync("/people/林安和")).Path.ShouldBe("/people/two-languages");
    }

    [OnEachDatabase]
    public async Task Ranges_and_doubts_are_told_in_words_and_never_as_a_day(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var facts = Poet with
        {
            Names = Names("Sun Zhixing", "孙知行"),
            Born = Date("../1960"),
            StatusAsOf = Date("2026-03/2026-05"),
            Episodes = [Held("2020-03/2020-05", "2021-02?"), Held("2022-06")],
            CaseEvents = [new(Date("2020-03/2020-05"), CaseEventKind.Detained, LocalText.Empty, [])],
        };
        var words = Words("Sun Zhixing", slug: "ranges");
        var saved = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, words, facts));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("孙知行"), facts, "zh-Hans", saved.ItemId));

        var page = (await site.Visit().GetAsync("/people/ranges")).ShouldHave(HttpStatusCode.OK);
        var chinese = (await site.Visit().GetAsync("/zh-Hans/people/孙知行")).ShouldHave(HttpStatusCode.OK);

        // From 31 May 2020 to 1 February 2021 are 246 days, from 1 March 2020 to 28 February 2021 are 364; to 14 May 2026 from 30 June 2022
        // 1,414, from 1 June 2022 1,443.
        page.One(".count").TextContent.Trim()
            .ShouldBe("probably between 1,660 and 1,807 days in detention in all, this time since June 2022, counted on 14 May 2026");
        page.ShouldSay("Believed imprisoned as of a day between March and May 2026")
            .ShouldSay("a day between March and May 2020 to probably February 2021");
        Fact(page, "Born").ShouldBe("by 1960 at the latest");
        page.One("#step-1").TextContent.ShouldStartWith("between March and May 2020");
        page.AllOf("#step-1 time").ShouldBeEmpty();
        page.AllOf("time").ShouldAllBe(t => !t.GetAttribute("datetime")!.Contains('/') && t.GetAttribute("datetime")!.Length > 0);
        page.One("script[type='application/ld+json']").TextContent.ShouldNotContain("birthDate");
        chinese.ShouldSay("可能1,660至1,807天").ShouldSay("截至2026年3月至5月之间某日").ShouldSay("2020年3月至5月之间某日至2021年2月（存疑）");
        Fact(chinese, "出生").ShouldBe("最迟1960年");
    }

    [OnEachDatabase]
    public async Task A_draft_of_new_facts_shows_nowhere_until_it_is_published(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var words = Words("Wen Buhui", slug: "wen-buhui");
        var saved = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, words, Poet with { Names = Names("Wen Buhui", "文不悔") }));
        var visitor = site.Visit();
        (await visitor.GetAsync("/people/wen-buhui")).ShouldSay("Believed imprisoned");

        var draft =
            await site.SaveAgainAsync(EntryKind.Person, saved, words,
            Poet with
            {
                Names = Names("Wen Buhui", "文不悔"),
                Certainty = Certainty.Known,
                Status = CaseStatus.Released,
                Episodes = [],
                HeldAt = LocalText.Of("en", "Secret hall")
            });

        (await visitor.GetAsync("/people/wen-buhui")).ShouldSay("Believed imprisoned").ShouldNotHold("Secret hall");
        await site.PublishAsync(draft);
        (await visitor.GetAsync("/people/wen-buhui")).ShouldSay("○ Released").ShouldSay("Secret hall");
    }

    [OnEachDatabase]
    public async Task Somebody_who_is_only_a_draft_is_in_no_list_count_or_campaign(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var hidden = await site.SaveAsync(EntryKind.Person, Words("Hidden One"), Poet with { Names = Names("Hidden One", "隐") });
        var campaign = CampaignFacts.None with { People = [hidden.ItemId] };
        await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Words("Free somebody"), campaign));
        var visitor = site.Visit();

        foreach (var path in new[] { "/people", "/people?status=Imprisoned", "/campaigns", "/campaigns/free-somebody", "/" })
        {
            (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Hidden").ShouldNotHold("隐");
        }

        (await visitor.GetAsync("/people/hidden-one")).ShouldHave(HttpStatusCode.NotFound);
        (await visitor.GetAsync("/people")).ShouldSay("No case has been published here yet.");
        await site.PublishAsync(hidden);
        (await visitor.GetAsync("/campaigns/free-somebody")).ShouldSay("Hidden One");
        (await visitor.GetAsync("/people")).ShouldSay("Hidden One");
    }

    [OnEachDatabase]
    public async Task Hostile_facts_are_text_and_never_markup_or_script_links(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var source = new Source("<script>alert(1)</script>", "</script><b>", "https://paper.example/bold", FuzzyDate.Unknown, null);
        var facts = Poet with
        {
            Names = Names("<b>Bold", "粗"),
            HeldAt = LocalText.Of("en", "<img src=x onerror=alert(1)>"),
            CaseEvents = [new(Date("2020"), CaseEventKind.Other, LocalText.Of("en", "<i>x</i>"), [source])],
        };
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Bold", slug: "bold"), facts));

        // No form lets this through; somebody who writes to the database can.
        await site.TamperAsync($"""
            UPDATE "FactsRevisions" SET "Json" = replace("Json", 'https://paper.example/bold', 'javascript:alert(1)')
            """);

        var page = (await site.Visit().GetAsync("/people/bold")).ShouldHave(HttpStatusCode.OK);

        page.ShouldNotHold("<script>alert").ShouldNotHold("<img").ShouldNotHold("javascript:").ShouldNotHold("<b>Bold")
            .ShouldNotHold("<i>x");
        page.AllOf("#source-1 a").ShouldBeEmpty();
    }

    private static string Fact(WebPage page, string term) =>
        page.AllOf(".facts > div").Single(f => f.QuerySelector("dt")!.TextContent == term).QuerySelector("dd")!.TextContent.Trim();
}
