using System.IO.Compression;
using System.Net;
using System.Text;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Caching;

/// <summary>
/// Pages in memory: the same bytes for every visitor, never for or from somebody signed in, gone when what they show changes.
/// </summary>
public sealed class PageCacheTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task Each_encoding_holds_the_same_page(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishArticleAsync(Writing.Words("Same in every encoding", "七月的河。"));
        using var visitor = site.Visit();
        var plain = await visitor.SendAsync(HttpMethod.Get, "/articles/same-in-every-encoding");
        var brotli = await visitor.SendAsync(HttpMethod.Get, "/articles/same-in-every-encoding", ("Accept-Encoding", "gzip, deflate, br"));
        var gzip = await visitor.SendAsync(HttpMethod.Get, "/articles/same-in-every-encoding", ("Accept-Encoding", "gzip, br;q=0"));

        plain.ShouldHave(HttpStatusCode.OK).ShouldSay("七月的河。").ContentHeaders.ContentEncoding.ShouldBeEmpty();
        brotli.ContentHeaders.ContentEncoding.ShouldBe(["br"]);
        gzip.ContentHeaders.ContentEncoding.ShouldBe(["gzip"]);
        Unpack(new BrotliStream(new MemoryStream(brotli.Bytes), CompressionMode.Decompress)).ShouldBe(plain.Body);
        Unpack(new GZipStream(new MemoryStream(gzip.Bytes), CompressionMode.Decompress)).ShouldBe(plain.Body);
        new[] { plain, brotli, gzip }.Select(p => p.Header("ETag")).Distinct().Count().ShouldBe(3);
        new[] { plain, brotli, gzip }.ShouldAllBe(p => p.Header("Vary") == "Accept-Encoding");
    }

    [OnEachDatabase]
    public async Task Who_has_the_page_is_sent_nothing_until_it_changes(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved = await site.PublishArticleAsync(Writing.Words("Asked for again", "First words."));
        using var visitor = site.Visit();
        var first = await visitor.GetAsync("/articles/asked-for-again");

        var again = await visitor.SendAsync(HttpMethod.Get, "/articles/asked-for-again", ("If-None-Match", first.Header("ETag")!));
        again.ShouldHave(HttpStatusCode.NotModified).Bytes.ShouldBeEmpty();

        await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Article, saved, Writing.Words("Asked for again", "Second words."),
            ArticleFacts.None));
        var changed = await visitor.SendAsync(HttpMethod.Get, "/articles/asked-for-again", ("If-None-Match", first.Header("ETag")!));
        changed.ShouldHave(HttpStatusCode.OK).ShouldSay("Second words.");
    }

    [OnEachDatabase]
    public async Task HEAD_answers_what_GET_does_without_the_page(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishArticleAsync(Writing.Words("Only the head"));
        using var visitor = site.Visit();
        var first = await visitor.SendAsync(HttpMethod.Head, "/articles/only-the-head");
        var get = await visitor.SendAsync(HttpMethod.Get, "/articles/only-the-head");
        var head = await visitor.SendAsync(HttpMethod.Head, "/articles/only-the-head");

        first.ShouldHave(HttpStatusCode.OK).Bytes.ShouldBeEmpty();
        get.ShouldSay("Only the head");
        head.Bytes.ShouldBeEmpty();
        head.Header("ETag").ShouldBe(get.Header("ETag"));
        head.ContentHeaders.ContentLength.ShouldBe(get.Bytes.Length);
    }

    [OnEachDatabase]
    public async Task Somebody_signed_in_is_neither_served_from_memory_nor_fills_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishArticleAsync(Writing.Words("Not for memory"));
        using var editor = await site.SignInAsync(Role.Editor);
        var before = PagesIn(site);

        var seen = await editor.GetAsync("/articles/not-for-memory");

        seen.ShouldHave(HttpStatusCode.OK).Header("Cache-Control").ShouldBe("no-store");
        seen.Header("ETag").ShouldBeNull();
        PagesIn(site).ShouldBe(before);

        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/not-for-memory")).Header("ETag").ShouldNotBeNull();
        (await editor.GetAsync("/articles/not-for-memory")).Header("ETag").ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task A_made_up_session_cookie_makes_nobody_of_a_visitor_and_costs_no_rendering(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishArticleAsync(Writing.Words("Made up cookie"));
        using var visitor = site.Visit();
        using var ended = await site.SignInAsync(Role.Editor);
        var spoilt = ended.Cookies.Header.Split("; ").Single(c => c.StartsWith("session=", StringComparison.Ordinal))[..^4] + "AAAA";
        var known = (await visitor.GetAsync("/articles/made-up-cookie")).Header("ETag").ShouldNotBeNull();
        var before = PagesIn(site);

        foreach (var cookie in (string[])["session=x", "__Host-session=x", "session=chunks-9", "session=", "session=%00", spoilt])
        {
            var answer = await visitor.SendAsync(HttpMethod.Get, "/articles/made-up-cookie", ("Cookie", cookie));
            answer.ShouldHave(HttpStatusCode.OK).Header("ETag").ShouldBe(known, cookie);
        }

        (await visitor.SendAsync(HttpMethod.Get, "/articles/made-up-cookie", ("Authorization", "Basic eDp4"))).Header("ETag")
            .ShouldBe(known);

        // A server tells its own process of the article once more; then the page is made twice.
        PagesIn(site).ShouldBeInRange(before, before + 1);
        (await ended.GetAsync("/articles/made-up-cookie")).Header("ETag").ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task Made_up_questions_take_no_memory(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved = await site.PublishArticleAsync(Writing.Words("Asked oddly", tags: "oddly"));
        var sortAt = await site.InDatabaseAsync(db => db.Set<Publication>().Where(p => p.EntryId == saved.EntryId).Select(p => p.SortAt)
            .SingleAsync(TestContext.Current.CancellationToken));
        using var visitor = site.Visit();
        await visitor.GetAsync("/articles/asked-oddly");
        await visitor.GetAsync("/articles/asked-oddly?x=0");
        await visitor.GetAsync("/none-0");
        var before = PagesIn(site);
        for (var n = 1; n < 20; n++)
        {
            (await visitor.GetAsync($"/articles/asked-oddly?x={n}&y{n}=1")).ShouldHave(HttpStatusCode.OK).ShouldSay("Asked oddly");
            (await visitor.GetAsync($"/none-{n}")).ShouldHave(HttpStatusCode.NotFound);
            (await visitor.GetAsync($"/articles?before=made-up-{n}")).ShouldHave(HttpStatusCode.NotFound);
        }

        // Where a page of a list begins that the site never wrote, the list goes on, but is not kept.
        for (var n = 1; n < 4; n++)
        {
            foreach (var cursor in (string[])[Cursor.Write(sortAt.AddDays(1), Guid.CreateVersion7()),
                Cursor.Write(sortAt.AddDays(n), saved.EntryId)])
            {
                (await visitor.GetAsync("/articles?before=" + cursor)).ShouldHave(HttpStatusCode.OK).ShouldSay("Asked oddly");
                (await visitor.GetAsync("/tags/oddly?before=" + cursor)).ShouldHave(HttpStatusCode.OK).ShouldSay("Asked oddly");
            }
        }

        PagesIn(site).ShouldBe(before);
    }

    [OnEachDatabase]
    public async Task Values_that_a_page_does_not_know_take_no_memory(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishArticleAsync(Writing.Words("Odd values"));
        using var visitor = site.Visit();
        await visitor.GetAsync("/articles/odd-values");
        await visitor.GetAsync("/articles/odd-values?x=0");
        var before = PagesIn(site);
        for (var n = 1; n < 20; n++)
        {
            await visitor.GetAsync($"/articles/odd-values?status=made-up-{n}&before={n}&after={n}");
        }

        PagesIn(site).ShouldBe(before);
    }

    [OnEachDatabase]
    public async Task A_page_that_was_being_made_while_its_subject_changed_is_not_kept(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var cache = site.Services.GetRequiredService<PageCache>();
        var invalidation = site.Services.GetRequiredService<CacheInvalidation>();
        var since = cache.Now;
        invalidation.Raise([CacheTag.Attendance]);

        cache.Store("/made-up", "old names"u8.ToArray(), "text/html", [CacheTag.Site, CacheTag.Attendance], since);
        cache.Find("/made-up").ShouldBeNull();

        cache.Store("/made-up", "new names"u8.ToArray(), "text/html", [CacheTag.Site, CacheTag.Attendance], cache.Now);
        cache.Find("/made-up").ShouldNotBeNull();
        invalidation.Raise([CacheTag.Everything]);
        cache.Find("/made-up").ShouldBeNull();
    }

    [Fact]
    public async Task A_page_is_dropped_when_what_stands_beside_it_changes_and_kept_when_nothing_of_it_does()
    {
        var site = await sites.OnAsync(DatabaseKind.Sqlite);
        var cache = site.Services.GetRequiredService<PageCache>();
        var older = await PublishAsync("Beside older", new(1994, 1, 5));
        await PublishAsync("Beside middle", new(1994, 6, 5), "beside");
        await PublishAsync("Beside newer", new(1994, 12, 5));
        using var visitor = site.Visit();
        const string Middle = "/articles/beside-middle";
        (await visitor.GetAsync(Middle)).ShouldSay("Beside older").ShouldSay("Beside newer");

        // Only the text of the neighbour: its row is the same. And an article somewhere else.
        await EditAsync("Beside older", "Other words.");
        await PublishAsync("Beside nothing", new(1990, 1, 5));
        cache.Find(Middle).ShouldNotBeNull();

        await EditAsync("Beside older, renamed");
        (await visitor.GetAsync(Middle)).ShouldSay("Beside older, renamed");
        var between = await PublishAsync("Beside between", new(1994, 9, 5));
        (await visitor.GetAsync(Middle)).ShouldSay("Beside between").ShouldNotHold("Beside newer");
        await site.WithdrawAsync(between);
        (await visitor.GetAsync(Middle)).ShouldSay("Beside newer").ShouldNotHold("Beside between");
        await PublishAsync("Beside by its tag", new(1991, 1, 5), "beside");
        (await visitor.GetAsync(Middle)).ShouldSay("Beside by its tag");

        // It moves away, and its neighbour stands next to another.
        await EditAsync("Beside older, renamed", on: new(1980, 1, 5));
        (await visitor.GetAsync(Middle)).ShouldNotHold("Beside older, renamed").ShouldSay("Beside by its tag");

        async Task EditAsync(string title, string body = "Words.", DateOnly? on = null) => older =
            await site.PublishAsync(await site.SaveAgainAsync(EntryKind.Article, older, Writing.Words(title, body, "beside-older"),
                ArticleFacts.None with { DatedOn = on ?? new(1994, 1, 5) }));

        Task<SaveEntry.Saved> PublishAsync(string title, DateOnly on, params string[] tags) =>
            site.PublishArticleAsync(Writing.Words(title, tags: tags), facts: ArticleFacts.None with { DatedOn = on });
    }

    [OnEachDatabase]
    public async Task Readers_get_the_last_good_pages_while_the_database_is_gone(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database, new SiteOptions { WithStarter = true });
        using var visitor = site.Visit();
        string[] paths = ["/", "/zh-Hans", "/articles", "/about", "/feed.atom"];
        var before = new List<string>();
        foreach (var path in paths)
        {
            before.Add((await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK).Body);
        }

        await site.BreakDatabaseAsync();

        (await visitor.GetAsync("/readyz")).ShouldHave(HttpStatusCode.ServiceUnavailable);
        (await visitor.GetAsync("/healthz")).ShouldHave(HttpStatusCode.OK);
        await AllStandAsync();

        // Day counts are rendered again each day; while that fails, yesterday's page is better than none.
        site.Clock.Move(TimeSpan.FromDays(1));
        await AllStandAsync();

        async Task AllStandAsync()
        {
            for (var n = 0; n < paths.Length; n++)
            {
                (await visitor.GetAsync(paths[n])).ShouldHave(HttpStatusCode.OK).Body.ShouldBe(before[n]);
            }
        }
    }

    [OnEachDatabase]
    public async Task A_page_that_nobody_read_before_says_that_the_database_is_away(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        await site.BreakDatabaseAsync();
        using var visitor = site.Visit();

        var page = (await visitor.GetAsync("/articles")).ShouldHave(HttpStatusCode.ServiceUnavailable);

        page.One("h1").TextContent.ShouldStartWith("The database");
        page.ShouldNotHold("Exception").ShouldNotHold("Npgsql").ShouldNotHold("Sqlite");
        Directory.GetFiles(site.Folder, "cms.db*").ShouldBeEmpty("An empty database in the place of a lost one would be written to.");
    }

    [OnEachDatabase]
    public async Task Another_spelling_of_an_address_leads_to_the_one_that_is_kept(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.PublishArticleAsync(Writing.Words("Café of memory", slug: "café-of-memory"));
        using var visitor = site.Visit();
        await visitor.GetAsync("/articles/caf%C3%A9-of-memory");
        var before = PagesIn(site);
        foreach (var asked in (string[])
            ["/Articles/caf%C3%A9-of-memory", "/articles/CAF%C3%89-of-Memory", "/articles/cafe%CC%81-of-memory",
                "/articles/caf%C3%A9-of-memory/", "/articles//", "/en/Articles/cafe%CC%81-of-memory//"])
        {
            var answer = await visitor.SendAsync(HttpMethod.Get, asked + "?before=x");
            if (asked.Contains("//", StringComparison.Ordinal))
            {
                answer.Status.ShouldNotBe(HttpStatusCode.OK, asked);
                continue;
            }

            answer.ShouldHave(HttpStatusCode.MovedPermanently).Headers.Location!.OriginalString.ShouldBe(
                "/articles/caf%C3%A9-of-memory?before=x");
            answer.Header("Content-Security-Policy").ShouldNotBeNull();
        }

        PagesIn(site).ShouldBeLessThanOrEqualTo(before + 1, "The page that says that there is none, at most.");
        (await visitor.SendAsync(HttpMethod.Get, "/ZH-hans/Articles/"))
            .ShouldHave(HttpStatusCode.MovedPermanently).Headers.Location!.OriginalString.ShouldBe("/zh-Hans/articles");
    }

    [OnEachDatabase]
    public async Task No_spelling_leads_to_another_host(DatabaseKind database)
    {
        using var visitor = (await sites.OnAsync(database)).Visit();
        foreach (var asked in (string[])["//evil.example/", "/%5Cevil.example/", "/en//evil.example/x", "/EN/%5Cevil.example/x",
            "/zh-hans//evil.example/"])
        {
            var answer =
                await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Get, visitor.Site.GetLeftPart(UriPartial.Authority) + asked));

            answer.ShouldHave(HttpStatusCode.NotFound).Headers.Location.ShouldBeNull();
        }
    }

    private static int PagesIn(CmsSite site) => site.Services.GetRequiredService<PageCache>().Usage.Pages;

    private static string Unpack(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
