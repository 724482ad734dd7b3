using System.Net;
using System.Text.Json;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

public sealed class ReadingEventsTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task An_event_tells_when_by_the_clock_of_the_place_and_where(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishEventAsync("Evening at Elm Hall",
            Gathering.Facts with { StartsAt = new(19, 0), EndsAt = new(21, 30), InvitedBy = LocalText.Of("en", "Elm Circle") }, "榆树厅之夜");
        using var reader = site.Visit();

        var page = (await reader.GetAsync("/events/evening-at-elm-hall")).ShouldHave(HttpStatusCode.OK);
        page.ShouldSay("Saturday, 18 April 2026, 19:00–21:30 New York (UTC−4)").ShouldSay("Elm Hall").ShouldSay("1 Elm Street, Flushing")
            .ShouldSay("Elm Circle").ShouldSay("Meeting");
        page.One("dd time").GetAttribute("datetime").ShouldBe("2026-04-18T19:00-04:00");
        var chinese = (await reader.GetAsync("/zh-Hans/events/榆树厅之夜")).ShouldSay("2026年4月18日（星期六）19:00–21:30 纽约（UTC−4）").ShouldSay("榆树厅");
        chinese.One("dd .meta bdi[lang=zh-Hans]").TextContent.ShouldBe("纽约");
        chinese.One("dd bdi[lang=en]").TextContent.ShouldBe("1 Elm Street, Flushing");
        chinese.One("link[hreflang=en]").GetAttribute("href").ShouldEndWith("/events/evening-at-elm-hall");
    }

    [OnEachDatabase]
    public async Task Machines_are_told_the_same_and_no_time_is_made_up(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Quiet day", Gathering.Facts with { Status = EventStatus.Cancelled });
        await site.AttendAsync(held, await site.AddMemberAsync("Wu Lan", "吴岚"), Gathering.Public);
        using var reader = site.Visit();

        var page = (await reader.GetAsync("/events/quiet-day")).ShouldSay("This event will not take place.").ShouldSay("Wu Lan (吴岚)");

        var script = page.One("script[type='application/ld+json']").TextContent;
        script.ShouldNotContain("Wu Lan");
        script.ShouldNotContain("吴岚");
        var data = JsonDocument.Parse(script).RootElement;
        data.GetProperty("startDate").GetString().ShouldBe("2026-04-18");
        data.GetProperty("eventStatus").GetString().ShouldBe("https://schema.org/EventCancelled");
        data.GetProperty("location").GetProperty("name").GetString().ShouldBe("Elm Hall");
        data.TryGetProperty("endDate", out _).ShouldBeFalse();
        page.One("dl").TextContent.ShouldNotContain("UTC");
    }

    [OnEachDatabase]
    public async Task The_home_page_shows_the_last_event_that_took_place(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.PublishEventAsync("It was held", Gathering.Facts with { StartsOn = new(2026, 4, 1) });
        await site.PublishEventAsync("It was called off",
            Gathering.Facts with { StartsOn = new(2026, 4, 18), Status = EventStatus.Cancelled });

        (await site.Visit().GetAsync("/")).ShouldHave(HttpStatusCode.OK).ShouldSay("It was held").ShouldNotHold("It was called off");
    }

    [OnEachDatabase]
    public async Task What_is_coming_stands_first_until_its_day_is_over(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var today = new DateOnly(2026, 5, 14);
        await site.PublishEventAsync("Yesterday", Gathering.Facts with { StartsOn = today.AddDays(-1) });
        await site.PublishEventAsync("Long ago", Gathering.Facts with { StartsOn = today.AddYears(-9) });
        await site.PublishEventAsync("This morning", Gathering.Facts with { StartsOn = today, StartsAt = new(8, 0), EndsAt = new(9, 0) });
        await site.PublishEventAsync("Next year", Gathering.Facts with { StartsOn = today.AddYears(1) });
        await site.PublishEventAsync("Next week", Gathering.Facts with { StartsOn = today.AddDays(7), Status = EventStatus.Tentative });
        using var reader = site.Visit();

        var list = await reader.GetAsync("/events");
        list.AllOf("section[aria-labelledby=coming] h3 a").Select(a => a.TextContent).ShouldBe(["This morning", "Next week", "Next year"]);
        list.AllOf("section[aria-labelledby=past] h3 a").Select(a => a.TextContent).ShouldBe(["Yesterday", "Long ago"]);
        list.ShouldSay("Not confirmed yet");
        (await site.AskAsync((EventQueries events) => events.NextAsync(Language.English, 2, TestContext.Current.CancellationToken)))
            .Select(c => c.Line.Title).ShouldBe(["This morning", "Next week"]);

        site.Clock.Move(TimeSpan.FromDays(1));
        (await reader.GetAsync("/events")).AllOf("section[aria-labelledby=past] h3 a").Select(a => a.TextContent)
            .ShouldBe(["This morning", "Yesterday", "Long ago"]);
        (await reader.GetAsync("/zh-Hans/events")).ShouldSay("即将举行").ShouldSay("Next week").ShouldSay("尚未确定");
    }

    [OnEachDatabase]
    public async Task Long_lists_go_on_page_by_page_in_both_directions(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        for (var i = 1; i <= 23; i++)
        {
            await site.PublishEventAsync($"Past {i}", Gathering.Facts with { StartsOn = new DateOnly(2026, 4, 1).AddDays(-(i / 2)) });
            await site.PublishEventAsync($"Coming {i}", Gathering.Facts with { StartsOn = new DateOnly(2026, 6, 1).AddDays(i / 2) });
        }

        using var reader = site.Visit();
        var first = await reader.GetAsync("/events");
        var older = await reader.GetAsync(first.One(".pager a[rel=next]").GetAttribute("href")!);
        var later = await reader.GetAsync(first.One("section[aria-labelledby=coming] p a[href*=after]").GetAttribute("href")!);

        Titles(first, "past").Concat(Titles(older, "past")).Distinct().Count().ShouldBe(23);
        Titles(first, "coming").Concat(Titles(later, "coming")).Distinct().Count().ShouldBe(23);
        Titles(older, "coming").Concat(Titles(later, "past")).ShouldBeEmpty();
        older.AllOf(".pager a[rel=next]").ShouldBeEmpty();
        // Where a page begins that the site never wrote, the list goes on as well, and nothing is kept in memory.
        var pages = site.Services.GetRequiredService<PageCache>().Usage.Pages;
        var (ticks, id) = (Cursor.Read(Query(first, ".pager a[rel=next]"))!.Value.SortAt, Guid.CreateVersion7());
        foreach (var path in (string[])["before=" + Cursor.Write(ticks, id), "after=" + Cursor.Write(ticks, id),
            "before=" + Cursor.Write(ticks.AddTicks(10), id)])
        {
            (await reader.GetAsync("/events?" + path)).ShouldHave(HttpStatusCode.OK);
        }

        site.Services.GetRequiredService<PageCache>().Usage.Pages.ShouldBe(pages);
        (await reader.GetAsync($"/events?before=x&after={Cursor.Write(ticks, id)}")).ShouldHave(HttpStatusCode.NotFound);
        (await reader.GetAsync("/events?before=0" + Cursor.Write(ticks, id))).ShouldHave(HttpStatusCode.NotFound);
        (await reader.GetAsync("/events?before=nonsense")).ShouldHave(HttpStatusCode.NotFound);
        (await reader.GetAsync("/events?after=-1")).ShouldHave(HttpStatusCode.NotFound);

        static IEnumerable<string> Titles(WebPage page, string section) =>
            page.AllOf($"section[aria-labelledby={section}] h3 a").Select(a => a.TextContent);

        static string Query(WebPage page, string link) => page.One(link).GetAttribute("href")!.Split('=')[^1];
    }

    [OnEachDatabase]
    public async Task Who_came_is_listed_as_agreed_and_sorted_for_the_reader(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Roll call", chinese: "点名");
        await site.AttendAsync(held, await site.AddMemberAsync("Zhou Lin", "周林"), Gathering.Public,
            roles: AttendanceRoles.Speaker | AttendanceRoles.Member);
        await site.AttendAsync(held, await site.AddMemberAsync("Bao He", "包河"), Gathering.Public);
        await site.AttendAsync(held, await site.AddMemberAsync("An Tae Moon"), Gathering.Public);
        await site.AttendAsync(held, await site.AddMemberAsync("Real Name", "真名", alias: "Old Bridge"),
            Gathering.Public with { Choice = NameChoice.Alias });
        await site.AttendAsync(held, await site.AddMemberAsync("Hidden One", "隐者"), Consent.None);
        await site.AttendAsync(held, await site.AddMemberAsync("Once Named", "曾名"),
            Gathering.Public with { Until = new DateOnly(2026, 5, 13) });
        await site.AttendAsync(held, await site.AddMemberAsync("Only Invited", "受邀"), Gathering.Public, AttendanceStatus.Invited);
        using var reader = site.Visit();

        var page = await reader.GetAsync("/events/roll-call");
        page.AllOf(".people li").Select(li => li.TextContent.Trim())
            .ShouldBe(["An Tae Moon", "Bao He (包河)", "Old Bridge", "Zhou Lin (周林) Speaker", "and 2 others"]);
        page.One(".people bdi[lang=zh-Hans]").TextContent.ShouldBe("包河");
        var chinese = await reader.GetAsync("/zh-Hans/events/点名");
        chinese.AllOf(".people li").Select(li => li.TextContent.Trim())
            .ShouldBe(["包河（Bao He）", "周林（Zhou Lin） 发言", "An Tae Moon", "Old Bridge", "另有2人"]);
        foreach (var hidden in (string[])["Real Name", "真名", "Hidden One", "隐者", "Once Named", "曾名", "Only Invited", "受邀"])
        {
            page.ShouldNotHold(hidden);
            chinese.ShouldNotHold(hidden);
        }
    }

    [OnEachDatabase]
    public async Task A_consent_ends_after_its_last_day_also_on_pages_kept_in_memory(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var held = await site.PublishEventAsync("Short consent", Gathering.Facts with { ShowsUnnamedCount = false });
        await site.AttendAsync(held, await site.AddMemberAsync("Wu Lan", "吴岚"),
            Gathering.Public with { Until = new DateOnly(2026, 5, 14) });
        using var reader = site.Visit();

        (await reader.GetAsync("/events/short-consent")).ShouldSay("Wu Lan (吴岚)");
        site.Clock.Move(TimeSpan.FromDays(1));
        (await reader.GetAsync("/events/short-consent")).ShouldNotHold("Wu Lan").ShouldNotHold("吴岚").ShouldNotHold("Members who attended");
    }

    [OnEachDatabase]
    public async Task A_clock_that_was_set_back_brings_back_no_name(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var held = await site.PublishEventAsync("Ended consent", chinese: "已终止");
        await site.AttendAsync(held, await site.AddMemberAsync("Wu Lan", "吴岚"),
            Gathering.Public with { Until = new DateOnly(2026, 5, 14) });
        using var reader = site.Visit();
        await RunClockAsync();
        site.Clock.Move(TimeSpan.FromDays(3));
        await site.AddMemberAsync("Somebody Else");

        site.Clock.Jump(-TimeSpan.FromDays(3));

        (await reader.GetAsync("/events/ended-consent")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Wu Lan");
        await RunClockAsync();
        await site.AddMemberAsync("Third Person");
        (await reader.GetAsync("/zh-Hans/events/已终止")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("吴岚");
        await site.RestartAsync(TimeSpan.Zero);
        using var later = site.Visit();
        (await later.GetAsync("/events/ended-consent")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Wu Lan");
        (await later.GetAsync("/search?q=Wu+Lan")).ShouldHave(HttpStatusCode.OK).AllOf("main li a[href*='/events/']").ShouldBeEmpty();

        async Task RunClockAsync() => await site.Services.GetRequiredService<PublishingClock>()
            .RunOnceAsync(TestContext.Current.CancellationToken);
    }

    [OnEachDatabase]
    public async Task Nobody_is_listed_before_the_day_nor_by_the_report_of_an_event_that_is_not_public(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var member = await site.AddMemberAsync("Wu Lan", "吴岚");
        var coming = await site.PublishEventAsync("Not yet held", Gathering.Facts with { StartsOn = new DateOnly(2026, 5, 15) });
        await site.AttendAsync(coming, member, Gathering.Public);
        var draft = (await site.SaveAsync(EntryKind.Event, Writing.Words("Draft gathering"), Gathering.Facts)).ItemId;
        await site.AttendAsync(draft, member, Gathering.Public);
        await site.PublishArticleAsync(Writing.Words("Report of a draft"), facts: ArticleFacts.None with { EventId = draft });
        using var reader = site.Visit();

        (await reader.GetAsync("/events/not-yet-held")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Wu Lan");
        (await reader.GetAsync("/articles/report-of-a-draft")).ShouldHave(HttpStatusCode.OK).ShouldNotHold("Wu Lan")
            .ShouldNotHold("Draft gathering");
        (await reader.GetAsync("/events/draft-gathering")).ShouldHave(HttpStatusCode.NotFound);
    }
}
