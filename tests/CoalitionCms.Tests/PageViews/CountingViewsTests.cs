using System.Net;
using CoalitionCms.Caching;
using CoalitionCms.Domain;
using CoalitionCms.Features.PageViews;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.PageViews;

/// <summary>Views are counted per page and day, and nothing can be learned from the numbers about who read.</summary>
public sealed class CountingViewsTests
{
    private const string Person = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task The_table_has_a_page_a_day_and_a_number_and_nothing_of_the_visitor(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var saved = await site.PublishArticleAsync(Words("Read by somebody", "Words."));
        using var reader = Reader(site);
        await reader.GetAsync("/articles/read-by-somebody?from=secret-sender");
        await reader.GetAsync("/ko/people");
        await RecordAsync(site);

        await site.InDatabaseAsync(db =>
        {
            var table = db.Model.GetRelationalModel().Tables.Single(t => t.Name == "PageViews");
            table.Columns.Select(c => c.Name).ShouldBe(["Count", "Day", "Page"], ignoreOrder: true);
            table.ForeignKeyConstraints.ShouldBeEmpty();
            return Task.FromResult(0);
        });
        (await RowsAsync(site)).Select(r => (r.Page, r.Day, r.Count)).ShouldBe(
            [("", new DateOnly(2026, 5, 14), 2), (saved.EntryId.ToString("N"), new(2026, 5, 14), 1), ("/ko/people", new(2026, 5, 14), 1)],
            ignoreOrder: true);
        reader.Cookies.All.ShouldBeEmpty();
        foreach (var word in (string[])["read-by-somebody", "secret-sender", "Gecko"])
        {
            site.Log.ToString().ShouldNotContain(word);
        }
    }

    [OnEachDatabase]
    public async Task People_are_counted_whether_the_page_was_in_memory_or_not_and_programs_and_staff_are_not(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.PublishArticleAsync(Words("Counted", "Words."));
        using var reader = Reader(site);
        var first = await reader.GetAsync("/articles/counted");
        await reader.GetAsync("/articles/counted");
        (await reader.SendAsync(HttpMethod.Get, "/articles/counted", ("If-None-Match", first.Header("ETag")!)))
            .ShouldHave(HttpStatusCode.NotModified);
        await RecordAsync(site);
        (await CountAsync(site)).ShouldBe(3);

        foreach (var agent in (string?[])[null, "Examplebot/2.1", "Example (+https://program.example)", "curl/8.5.0",
            "python-requests/2.31", "FeedReader 3"])
        {
            using var program = site.Visit();
            if (agent is not null)
            {
                program.Sends["User-Agent"] = agent;
            }

            (await program.GetAsync("/articles/counted")).ShouldHave(HttpStatusCode.OK);
        }

        (await reader.SendAsync(HttpMethod.Head, "/articles/counted")).ShouldHave(HttpStatusCode.OK);
        (await reader.SendAsync(HttpMethod.Get, "/articles/counted", ("Sec-Purpose", "prefetch"))).ShouldHave(HttpStatusCode.OK);
        using var staff = await site.SignInAsync(Role.Editor);
        staff.Sends["User-Agent"] = Person;
        (await staff.GetAsync("/articles/counted")).ShouldHave(HttpStatusCode.OK);
        await RecordAsync(site);
        (await CountAsync(site)).ShouldBe(3);

        // A phone whose maker is called so.
        reader.Sends["User-Agent"] = "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36";
        await reader.GetAsync("/articles/counted");
        await RecordAsync(site);
        (await CountAsync(site)).ShouldBe(4);
    }

    [OnEachDatabase]
    public async Task Nobody_makes_rows_by_making_up_addresses(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.PublishArticleAsync(Words("Tagged", "Words.", tags: "one"));
        using var attacker = Reader(site);
        foreach (var path in (string[])
        [
            "/articles/none", "/none", "/people?q=x1", "/people?q=x2", "/search?q=secret-name", "/search?q=other-name",
                "/articles?before=0-0",
            "/verify/AAAA-BBBB-CCCC", "/tags/one", "/tags/two", "/articles/2026", "/articles/1999", "/feed.json", "/robots.txt",
            "/sitemap.xml",
            "/admin/none", "/zh-Hans/articles/tagged", "/articles/tagged?x=1", "/articles/tagged?x=2", "/ARTICLES/tagged",
        ])
        {
            await attacker.GetAsync(path);
        }

        await RecordAsync(site);
        (await RowsAsync(site)).Select(r => r.Page.Length == 32 ? "entry" : r.Page)
            .ShouldBeSubsetOf(["", "entry", "/people", "/search", "/articles", "/verify"]);
        (await RowsAsync(site)).Select(r => r.Page).ShouldBeUnique();
    }

    [OnEachDatabase]
    public async Task Processes_add_up_nothing_is_lost_in_an_outage_and_what_is_left_is_written_at_the_end(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using (var reader = Reader(site))
        {
            await reader.GetAsync("/people");
            await RecordAsync(site);
            await reader.GetAsync("/people");
            await reader.GetAsync("/events");
            using var other = new PageViewRecorderOf(site);
            other.Counts.CounterOf("/people").Add();
            await other.Recorder.RecordAsync(Token);
        }

        await site.RestartAsync(TimeSpan.Zero);
        (await RowsAsync(site)).Select(r => (r.Page, r.Count)).ShouldBe([("", 4), ("/people", 3), ("/events", 1)], ignoreOrder: true);
    }

    [OnEachDatabase]
    public async Task When_the_setting_is_off_nothing_is_counted(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        using var admin = await site.SignInAsync(Role.Admin);
        using var reader = Reader(site);
        var settings = await admin.GetAsync("/admin/settings");
        settings.One("[name='Input.CountsViews'][checked]");
        (await admin.GetAsync("/admin/views")).ShouldHave(HttpStatusCode.OK).AllOf(".notice.warn").ShouldBeEmpty();
        await reader.GetAsync("/people");

        (await admin.SubmitAsync(settings, "main form", ("Input.CountsViews", "false"))).ShouldSay("The settings are saved.");

        await reader.GetAsync("/people");
        await RecordAsync(site);
        await reader.GetAsync("/people");
        await RecordAsync(site);
        (await RowsAsync(site)).ShouldBeEmpty();
        site.Services.GetRequiredService<PageViewCounts>().IsOn.ShouldBeFalse();
        (await admin.GetAsync("/admin/views")).ShouldHave(HttpStatusCode.OK).One(".notice.warn a[href='/admin/settings']");
    }

    [OnEachDatabase]
    public async Task Days_are_kept_for_400_days_and_of_each_the_pages_that_were_read_most(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var today = new DateOnly(2026, 5, 14);
        await site.InDatabaseAsync(async db =>
        {
            db.AddRange(new PageView { Page = "/people", Day = today.AddDays(-401), Count = 9 },
                new PageView { Page = "/people", Day = today.AddDays(-400), Count = 9 },
                new PageView { Page = "", Day = today.AddDays(-1), Count = 1 });
            db.AddRange(Enumerable.Range(1, PageViewRecorder.PagesOfADay + 20)
                .Select(i => new PageView { Page = Guid.CreateVersion7().ToString("N"), Day = today.AddDays(-1), Count = i }));
            return await db.SaveChangesAsync(Token);
        });

        using var recorder = new PageViewRecorderOf(site);
        await recorder.Recorder.RecordAsync(Token);

        var rows = await RowsAsync(site);
        rows.Where(r => r.Day < today.AddDays(-1)).Select(r => r.Day).ShouldHaveSingleItem().ShouldBe(today.AddDays(-400));
        rows.Count(r => r.Day == today.AddDays(-1) && r.Page.Length > 0).ShouldBe(PageViewRecorder.PagesOfADay);
        rows.Where(r => r.Page.Length == 32).Min(r => r.Count).ShouldBe(21);
        rows.ShouldContain(r => r.Page.Length == 0);
    }

    [OnEachDatabase]
    public async Task Staff_see_a_picture_with_a_table_and_the_days_of_one_page_and_no_title_that_was_withdrawn(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var shown = await site.PublishArticleAsync(Words("金海的信", "Words.", slug: "letters"), "zh-Hans");
        var withdrawn = await site.PublishArticleAsync(Words("Withdrawn title", "Words."));
        using var reader = Reader(site);
        for (var i = 0; i < 3; i++)
        {
            await reader.GetAsync("/zh-Hans/articles/letters");
        }

        await reader.GetAsync("/articles/withdrawn-title");
        await RecordAsync(site);
        await site.WithdrawAsync(withdrawn);
        var (editor, _) = await site.EmployAsync(Role.Editor);

        var page = (await editor.GetAsync("/admin/views")).ShouldHave(HttpStatusCode.OK);

        page.AllOf("figure.bars svg[role=img] rect").Count.ShouldBe(PageViewQueries.DaysOfAll);
        page.One("figure.bars svg").GetAttribute("aria-label").ShouldBe("Views by day: 4 in 30 days; most on May 14: 4.");
        var rows = page.AllOf("table[aria-labelledby=top] tbody tr");
        rows.Select(r => r.QuerySelector("td")!.TextContent).ShouldBe(["3", "1"]);
        rows[0].QuerySelector("a bdi[lang=zh-Hans], a [lang=zh-Hans]")!.TextContent.ShouldBe("金海的信");
        page.ShouldNotHold("Withdrawn title").ShouldNotHold("withdrawn-title");
        page.AllOf("[style], main script").ShouldBeEmpty();

        var one = (await editor.GetAsync(rows[0].QuerySelector("a")!.GetAttribute("href")!)).ShouldHave(HttpStatusCode.OK);
        one.ShouldSay("金海的信").ShouldSay("3 views in the last 90 days.");
        one.AllOf("figure.bars svg rect").Count.ShouldBe(PageViewQueries.DaysOfPage);
        foreach (var none in (string[])["/none", Guid.CreateVersion7().ToString("N"), "x' OR 1=1 --", new string('x', 3000)])
        {
            (await editor.GetAsync("/admin/views?of=" + Uri.EscapeDataString(none))).ShouldHave(HttpStatusCode.NotFound);
        }

        using var member = await site.SignInAsync(Role.Member);
        (await member.GetAsync("/admin/views")).ShouldHave(HttpStatusCode.Forbidden);
        shown.EntryId.ShouldNotBe(Guid.Empty);
        editor.Dispose();
    }

    private static Browser Reader(CmsSite site)
    {
        var browser = site.Visit();
        browser.Sends["User-Agent"] = Person;
        return browser;
    }

    private static Task RecordAsync(CmsSite site) => site.Services.GetRequiredService<PageViewRecorder>().RecordAsync(Token);

    private static async Task<IReadOnlyList<PageView>> RowsAsync(CmsSite site) =>
        await site.InDatabaseAsync(db => db.Set<PageView>().AsNoTracking().ToListAsync(Token));

    private static async Task<long> CountAsync(CmsSite site) =>
        (await RowsAsync(site)).Where(r => r.Page == PageView.AllPages).Sum(r => r.Count);

    /// <summary>The recorder of another process on the same database.</summary>
    private sealed class PageViewRecorderOf : IDisposable
    {
        private readonly CacheInvalidation invalidation = new();

        public PageViewRecorderOf(CmsSite site) => Recorder = ActivatorUtilities.CreateInstance<PageViewRecorder>(
            site.Services, Counts, invalidation);

        public PageViewCounts Counts { get; } = new();

        public PageViewRecorder Recorder { get; }

        public void Dispose() => Recorder.Dispose();
    }
}
