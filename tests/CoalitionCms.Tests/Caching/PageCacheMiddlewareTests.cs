using System.Net;
using System.Net.Sockets;
using System.Text;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Caching;

/// <summary>What readers get while a page is being made, cannot be made, or is made for too many at once.</summary>
public sealed class PageCacheMiddlewareTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [OnEachDatabase]
    public async Task Addresses_that_are_none_are_answered_by_one_page_of_each_language(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var visitor = site.Visit();
        var first = (await visitor.GetAsync("/no-such-page")).ShouldHave(HttpStatusCode.NotFound);
        var chinese = (await visitor.GetAsync("/zh-Hans/no-such-page")).ShouldHave(HttpStatusCode.NotFound);
        var pages = PagesIn(site);

        for (var n = 0; n < 20; n++)
        {
            var again = await visitor.SendAsync(HttpMethod.Get, $"/no-such/page/{n}", ("If-None-Match", "*"));
            again.ShouldHave(HttpStatusCode.NotFound).Body.ShouldBe(first.Body);
            HeadersOf(again).ShouldBe(HeadersOf(first));
            (await visitor.GetAsync($"/zh-Hans/people/none-{n}")).ShouldHave(HttpStatusCode.NotFound).Body.ShouldBe(chinese.Body);
        }

        PagesIn(site).ShouldBe(pages);
        pages.ShouldBe(2);
        first.Header("ETag").ShouldBeNull();
        first.Header("Cache-Control").ShouldBe("no-cache");
        chinese.Body.ShouldNotBe(first.Body);

        static List<string> HeadersOf(WebPage page) =>
            [.. page.Headers.Concat(page.ContentHeaders).Where(h => h.Key != "Date").Select(h => $"{h.Key}: {string.Join(',', h.Value)}")
            .Order()];
    }

    [OnEachDatabase]
    public async Task While_a_page_is_rendered_again_the_others_get_the_older_one_at_once(DatabaseKind database)
    {
        // A reader who waited would wait longer than the visitor's patience.
        var (hook, site) = await StartAsync(database, new() { Rerendering = TimeSpan.FromMinutes(5), Wait = TimeSpan.FromMinutes(10) });
        await using var running = site;
        using var visitor = site.Visit();
        var before = await visitor.GetAsync("/articles");
        site.Clock.Move(TimeSpan.FromDays(1));
        using var gate = new Gate(hook);

        var rendering = visitor.GetAsync("/articles");
        await gate.Reached;
        (await visitor.GetAsync("/articles")).ShouldHave(HttpStatusCode.OK).Body.ShouldBe(before.Body);
        rendering.IsCompleted.ShouldBeFalse();

        gate.Open();
        (await rendering).ShouldHave(HttpStatusCode.OK);
    }

    [OnEachDatabase]
    public async Task A_database_that_hangs_costs_one_reader_a_moment_and_the_others_nothing(DatabaseKind database)
    {
        var (hook, site) = await StartAsync(database, new() { Rerendering = TimeSpan.FromMilliseconds(100) });
        await using var running = site;
        using var visitor = site.Visit();
        var before = await visitor.GetAsync("/articles");
        site.Clock.Move(TimeSpan.FromDays(1));
        var asked = 0;
        hook.BeforeReading = (_, cancellationToken) =>
        {
            Interlocked.Increment(ref asked);
            return Task.Delay(Timeout.Infinite, cancellationToken);
        };

        (await visitor.GetAsync("/articles")).ShouldHave(HttpStatusCode.OK).Body.ShouldBe(before.Body);
        asked.ShouldBeGreaterThan(0);
        var askedByFirst = asked;
        for (var n = 0; n < 5; n++)
        {
            (await visitor.GetAsync("/articles")).ShouldHave(HttpStatusCode.OK).Body.ShouldBe(before.Body);
        }

        asked.ShouldBe(askedByFirst, "For a while after a failure nobody tries again.");
    }

    [OnEachDatabase]
    public async Task Once_the_database_is_back_the_pause_after_a_failure_is_over(DatabaseKind database)
    {
        var (hook, site) = await StartAsync(database, new());
        await using var running = site;
        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles")).ShouldNotHold("Written meanwhile");
        site.Clock.Move(TimeSpan.FromDays(1));
        hook.BeforeReading = (_, _) => throw new TimeoutException();
        (await visitor.GetAsync("/articles")).ShouldHave(HttpStatusCode.OK);
        hook.BeforeReading = null;

        // As the listener does when it is connected again.
        site.Services.GetRequiredService<PageCache>().Drop([CacheTag.Unknown]);
        var asked = 0;
        hook.BeforeReading = (_, _) => Task.FromResult(Interlocked.Increment(ref asked));
        await visitor.GetAsync("/articles");
        asked.ShouldBeGreaterThan(0);
    }

    [OnEachDatabase]
    public async Task Lists_with_a_filter_leave_the_slots_of_the_other_pages_alone(DatabaseKind database)
    {
        var (hook, site) = await StartAsync(database, new() { Asked = 1, Queue = 0 });
        await using var running = site;
        using var visitor = site.Visit();
        await visitor.GetAsync("/no-such-page");
        using var gate = new Gate(hook);

        var asked = visitor.GetAsync("/people?from=2001");
        await gate.Reached;
        (await visitor.GetAsync("/people?from=2002")).ShouldHave(HttpStatusCode.ServiceUnavailable).Header("Retry-After").ShouldBe("5");
        hook.BeforeReading = null;
        (await visitor.GetAsync("/people")).ShouldHave(HttpStatusCode.OK);

        gate.Open();
        await asked;
    }

    [OnEachDatabase]
    public async Task A_page_that_is_none_any_more_is_not_brought_back_by_an_outage(DatabaseKind database)
    {
        var (_, site) = await StartAsync(database, new() { Rest = TimeSpan.Zero });
        await using var running = site;
        await site.PublishArticleAsync(Writing.Words("Gone unheard"));
        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/gone-unheard")).ShouldHave(HttpStatusCode.OK);
        await site.InDatabaseAsync(async db =>
        {
            db.RemoveRange(db.Set<Publication>().Where(p => p.Slug == "gone-unheard"));
            new AuditLog(db, site.Clock)
                .Record(Actor.CommandLine, AuditVerb.EntryWithdrawn, "article", "x");
            return await db.SaveChangesAsync(Token);
        });
        site.Services.GetRequiredService<PageCache>().Drop([CacheTag.Unknown]);

        (await visitor.GetAsync("/articles/gone-unheard")).ShouldHave(HttpStatusCode.NotFound);
        await site.BreakDatabaseAsync();
        (await visitor.GetAsync("/articles/gone-unheard")).Status.ShouldNotBe(HttpStatusCode.OK);
    }

    [OnEachDatabase]
    public async Task Too_many_pages_at_once_are_told_to_come_again_and_pages_in_memory_go_on(DatabaseKind database)
    {
        var (hook, site) = await StartAsync(database, new() { Renderings = 1, Queue = 0 });
        await using var running = site;
        using var visitor = site.Visit();
        using var another = site.Visit();
        another.Sends["X-Forwarded-For"] = "203.0.113.7";
        await visitor.GetAsync("/articles");
        using var gate = new Gate(hook);

        // Of another client, whose own share of the places is free.
        var rendering = another.GetAsync("/people");
        await gate.Reached;
        var busy = await visitor.GetAsync("/zh-Hans/people");
        busy.ShouldHave(HttpStatusCode.ServiceUnavailable).ShouldSay("此刻读者太多").Header("Retry-After").ShouldBe("5");
        busy.Header("Content-Security-Policy").ShouldNotBeNull();
        (await visitor.GetAsync("/articles")).ShouldHave(HttpStatusCode.OK);

        gate.Open();
        (await rendering).ShouldHave(HttpStatusCode.OK);
        (await visitor.GetAsync("/zh-Hans/people")).ShouldHave(HttpStatusCode.OK);
    }

    [OnEachDatabase]
    public async Task Asking_for_former_addresses_keeps_nobody_from_a_page_in_memory(DatabaseKind database)
    {
        var (hook, site) = await StartAsync(database, new() { Rerendering = TimeSpan.FromMilliseconds(200) });
        await using var running = site;
        using var visitor = site.Visit();
        var known = (await visitor.GetAsync("/")).ShouldHave(HttpStatusCode.OK).Header("ETag");
        var asked = 0;
        hook.BeforeReading = (command, cancellationToken) =>
        {
            if (!command.CommandText.Contains("OldPaths", StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            Interlocked.Increment(ref asked);
            return Task.Delay(Timeout.Infinite, cancellationToken);
        };

        foreach (var query in (string[])["?m=1", "?m=0", "?p=x", "?fbclid=12"])
        {
            (await visitor.GetAsync("/" + query)).Header("ETag").ShouldBe(known, query);
        }

        asked.ShouldBe(0, "What names no page is not asked about.");
        var other = await visitor.SendAsync(HttpMethod.Get, "/Articles?x=1");
        other.ShouldHave(HttpStatusCode.MovedPermanently).Header("Location").ShouldBe("/articles?x=1");
        asked.ShouldBe(1);
        for (var n = 1; n < 4; n++)
        {
            (await visitor.GetAsync($"/?p={n}")).Header("ETag").ShouldBe(known);
        }

        asked.ShouldBe(2, "For a while after a failure nobody tries again.");
    }

    [Fact]
    public async Task Former_addresses_are_asked_about_a_few_at_once()
    {
        var (hook, site) = await StartAsync(DatabaseKind.Sqlite, new() { Asked = 1, Queue = 0, Rerendering = TimeSpan.FromMinutes(5) });
        await using var running = site;
        using var visitor = site.Visit();
        using var gate = new Gate(hook, "OldPaths");

        var first = visitor.SendAsync(HttpMethod.Get, "/Articles");
        await gate.Reached;
        (await visitor.SendAsync(HttpMethod.Get, "/People")).ShouldHave(HttpStatusCode.MovedPermanently);

        gate.Open();
        (await first).ShouldHave(HttpStatusCode.MovedPermanently);
    }

    [OnEachDatabase]
    public async Task A_session_that_has_ended_is_a_visitor_who_is_served_from_memory(DatabaseKind database)
    {
        var (hook, site) = await StartAsync(database, new());
        await using var running = site;
        using var visitor = site.Visit();
        var asked = 0;
        foreach (var end in (string[])["signed out", "ended elsewhere", "too old"])
        {
            using var browser = await site.SignInAsync(Role.Member);
            using var thief = site.Visit();
            thief.Cookies = browser.Cookies.Copy();
            (await thief.GetAsync("/articles")).ShouldHave(HttpStatusCode.OK).Header("ETag").ShouldBeNull();
            await EndAsync(browser, end);
            var known = (await visitor.GetAsync("/articles")).Header("ETag").ShouldNotBeNull();
            if (end == "ended elsewhere")
            {
                // This process has to look once.
                await thief.GetAsync("/articles");
            }

            hook.BeforeReading = (_, _) => Task.FromResult(Interlocked.Increment(ref asked));
            for (var n = 0; n < 3; n++)
            {
                (await thief.GetAsync("/articles")).Header("ETag").ShouldBe(known, end);
            }

            hook.BeforeReading = null;
            asked.ShouldBe(0, end);
        }

        async Task EndAsync(Browser browser, string how)
        {
            if (how == "signed out")
            {
                await browser.SubmitAsync(await browser.GetAsync("/account/logout"), "main form");
            }
            else if (how == "too old")
            {
                site.Clock.Move(TimeSpan.FromHours(13));
            }
            else
            {
                await site.InDatabaseAsync(db => db.Set<Session>().ExecuteDeleteAsync(Token));
            }
        }
    }

    [Fact]
    public async Task One_session_has_few_pages_made_at_once_and_takes_none_from_another()
    {
        var (hook, site) = await StartAsync(DatabaseKind.Sqlite, new() { OfSession = 1, Renderings = 4, Queue = 0 });
        await using var running = site;
        using var one = await site.SignInAsync(Role.Member);
        using var other = await site.SignInAsync(Role.Member);
        using var copied = site.Visit();
        copied.Cookies = one.Cookies.Copy();
        using var gate = new Gate(hook);

        var first = one.GetAsync("/articles");
        await gate.Reached;
        (await copied.GetAsync("/articles")).ShouldHave(HttpStatusCode.ServiceUnavailable).Header("Retry-After").ShouldBe("5");
        hook.BeforeReading = null;
        (await other.GetAsync("/articles")).ShouldHave(HttpStatusCode.OK);

        gate.Open();
        (await first).ShouldHave(HttpStatusCode.OK);
        (await copied.GetAsync("/articles")).ShouldHave(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_slow_reader_keeps_nobody_else_from_the_page()
    {
        var (hook, site) = await StartAsync(DatabaseKind.Sqlite, new());
        await using var running = site;
        var asked = 0;
        hook.BeforeReading = (_, _) =>
        {
            Interlocked.Increment(ref asked);
            return Task.CompletedTask;
        };

        // Asks for a page that is not kept, over and over, and takes nothing of what it is sent.
        using var slow = new TcpClient { ReceiveBufferSize = 2_048 };
        await slow.ConnectAsync(site.Url.Host, site.Url.Port, Token);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var request = Encoding.ASCII.GetBytes($"GET /no-such-page HTTP/1.1\r\nHost: {site.Url.Authority}\r\n\r\n");
        var sending = SendAsync();
        for (var before = -1; before != Volatile.Read(ref asked) || before == 0; await Task.Delay(1_000, Token))
        {
            before = Volatile.Read(ref asked);
        }

        using var visitor = site.Visit();
        (await visitor.GetAsync("/no-such-page")).ShouldHave(HttpStatusCode.NotFound);
        await enough.CancelAsync();
        slow.Close();
        await sending;

        async Task SendAsync()
        {
            try
            {
                while (!enough.IsCancellationRequested)
                {
                    await slow.GetStream().WriteAsync(request, enough.Token);
                }
            }
            catch (Exception closed) when (closed is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }

    private static async Task<(DatabaseHook Hook, CmsSite Site)> StartAsync(DatabaseKind database, PageCacheLimits limits)
    {
        var hook = new DatabaseHook();
        return (hook, await CmsSite.StartAsync(database, new SiteOptions
        {
            Settings = new Dictionary<string, string?> { ["Cms:KnownProxies:0"] = "127.0.0.1" },
            Adjust = builder =>
            {
                hook.AddTo(builder);
                builder.Services.AddSingleton(limits);
            },
        }));
    }

    private static int PagesIn(CmsSite site) => site.Services.GetRequiredService<PageCache>().Usage.Pages;

    /// <summary>Holds up everybody who reads the database, or one table of it, until it is opened.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly DatabaseHook hook;
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Gate(DatabaseHook hook, string table = "")
        {
            this.hook = hook;
            hook.BeforeReading = (command, cancellationToken) =>
            {
                if (!command.CommandText.Contains(table, StringComparison.Ordinal))
                {
                    return Task.CompletedTask;
                }

                reached.TrySetResult();
                return open.Task.WaitAsync(cancellationToken);
            };
        }

        public Task Reached => reached.Task;

        public void Open()
        {
            hook.BeforeReading = null;
            open.TrySetResult();
        }

        public void Dispose() => Open();
    }
}
