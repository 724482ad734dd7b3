using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Addresses.Actions;
using CoalitionCms.Tests.Support;
using Xunit;

namespace CoalitionCms.Tests.Addresses;

public sealed class ReadingTheRegisterTests(ReadingTheRegisterTests.Register sites) : IClassFixture<ReadingTheRegisterTests.Register>
{
    private const string Onion = "wbxyvpenjjbmuflkifbttahu4fz2xasedldriex44abub22aj2m3ppad.onion";

    [OnEachDatabase]
    public async Task The_running_sites_own_address_stands_first_then_the_others_that_may_be_used(DatabaseKind database)
    {
        var site = await FilledAsync(database);
        using var reader = site.Visit();

        var page = (await reader.GetAsync("/official")).ShouldHave(HttpStatusCode.OK);

        var list = page.One("ul.addrs");
        Assert.Equal(["rights.example", "mirror.example.net/rights", Onion], list.QuerySelectorAll(".addr").Select(a => a.TextContent));
        Assert.Equal(["✓ Official", "≡ Copy on another host", "◎ Onion address (Tor)"],
            list.QuerySelectorAll(".badge").Select(b => b.TextContent));
        Assert.Equal("https://mirror.example.net/rights", page.One("a.addr[rel~='noopener'][href*='mirror']").GetAttribute("href"));
        Assert.Equal("2024-05", page.One("ul.addrs time").GetAttribute("datetime"));
    }

    [OnEachDatabase]
    public async Task Readers_are_warned_of_a_compromised_address_in_words_that_nothing_can_open(DatabaseKind database)
    {
        var site = await FilledAsync(database);
        using var reader = site.Visit();

        var box = (await reader.GetAsync("/official")).One(".notice.danger");

        Assert.Equal("Do not visit these", box.QuerySelector("h2")!.TextContent);
        Assert.Equal("www[.]old-example[.]org", box.QuerySelector(".addr")!.TextContent);
        Assert.Equal("✕ Compromised", box.QuerySelector(".badge")!.TextContent);
        Assert.Contains("in use since June 2008", Words(box.TextContent), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("until about 2010", Words(box.TextContent), StringComparison.Ordinal);
        Assert.Contains("It was broken into.", box.TextContent, StringComparison.Ordinal);
        Assert.Empty(box.QuerySelectorAll("a"));
    }

    [OnEachDatabase]
    public async Task An_address_that_was_only_given_up_stands_apart_from_the_dangerous_ones(DatabaseKind database)
    {
        var site = await FilledAsync(database);
        using var reader = site.Visit();

        var page = await reader.GetAsync("/official");

        Assert.DoesNotContain("blog", page.One(".notice.danger").TextContent, StringComparison.Ordinal);
        page.ShouldSay("No longer ours These used to be ours.").ShouldSay("blog[.]example[.]com ⌫ Retired");
    }

    [OnEachDatabase]
    public async Task The_register_speaks_the_readers_language_and_marks_sentences_in_another(DatabaseKind database)
    {
        var site = await FilledAsync(database);
        using var reader = site.Visit();

        var page = (await reader.GetAsync("/zh-Hans/official")).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("请勿访问").ShouldSay("已遭入侵").ShouldSay("启用于 2008年6月").ShouldSay("该网站曾遭入侵。");

        Assert.Equal("A blog of ours.", page.One("ul.addrs bdi[lang=en]").TextContent);
    }

    [OnEachDatabase]
    public async Task No_page_links_to_a_retired_or_onion_address_or_writes_a_retired_one_whole(DatabaseKind database)
    {
        var site = await FilledAsync(database);
        using var reader = site.Visit();
        foreach (var path in (string[])["/", "/official", "/official.txt", "/zh-Hans/official", "/articles", "/nothing-here"])
        {
            var page = (await reader.GetAsync(path)).ShouldNotHold("old-example.org").ShouldNotHold("blog.example.com");
            Assert.DoesNotContain(page.AllOf("[href], [src]"), e =>
                (e.GetAttribute("href") + e.GetAttribute("src")).Contains("old-example", StringComparison.Ordinal));
            Assert.DoesNotContain(page.AllOf("a"), e => e.GetAttribute("href")!.Contains(".onion", StringComparison.Ordinal));
        }
    }

    [OnEachDatabase]
    public async Task The_plain_text_says_the_same_and_is_kept_like_a_page(DatabaseKind database)
    {
        var site = await FilledAsync(database);
        using var reader = site.Visit();

        var english = (await reader.GetAsync("/official.txt")).ShouldHave(HttpStatusCode.OK);

        Assert.Equal("text/plain; charset=utf-8", english.Header("Content-Type"));
        Assert.NotNull(english.Header("ETag"));
        Assert.Contains("== Use these ==\n\nrights.example\n  Official · In use since May 2024\n", english.Body, StringComparison.Ordinal);
        Assert.Contains($"\n{Onion}\n  Onion address (Tor)\n", english.Body, StringComparison.Ordinal);
        Assert.Contains("\nwww[.]old-example[.]org\n  Compromised · In use since June 2008 · until about 2010\n  It was broken into.\n",
            english.Body, StringComparison.Ordinal);
        Assert.Contains("== No longer ours ==", english.Body, StringComparison.Ordinal);
        Assert.Contains("== 请勿访问 ==", (await reader.GetAsync("/zh-Hans/official.txt")).ShouldHave(HttpStatusCode.OK).Body,
            StringComparison.Ordinal);
        var again = await reader.SendAsync(HttpMethod.Get, "/official.txt", ("If-None-Match", english.Header("ETag")!));
        Assert.Equal(HttpStatusCode.NotModified, again.Status);
    }

    [OnEachDatabase]
    public async Task A_copy_on_a_test_machine_says_so_and_vouches_for_nothing(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        using var reader = site.Visit();

        var page = (await reader.GetAsync("/official")).ShouldSay("This copy runs on a test machine: localhost:5000");

        Assert.Empty(page.AllOf("main .badge"));
        Assert.Contains("This copy runs on a test machine: localhost:5000", (await reader.GetAsync("/official.txt")).Body,
            StringComparison.Ordinal);
    }

    [OnEachDatabase]
    public async Task A_site_that_still_runs_at_a_retired_address_does_not_call_it_official(DatabaseKind database)
    {
        await using var site =
            await CmsSite.StartAsync(database,
            new SiteOptions { Settings = new Dictionary<string, string?> { ["Cms:BaseUrl"] = "https://lost.example" } });
        await AddAsync(site, "lost.example", AddressKind.Retired, isCompromised: true);
        using var reader = site.Visit();

        var page = (await reader.GetAsync("/official")).ShouldSay("No other address is known yet.");

        Assert.Equal("✕ Compromised", page.One("main .badge").TextContent);
        Assert.Single(page.AllOf("main .badge"));
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task AddAsync(
        CmsSite site, string location, AddressKind kind, bool isCompromised = false, string since = "", string until = "",
        LocalText? why = null, int position = 0)
    {
        Assert.True(FuzzyDate.TryParse(since, out var from, out _));
        Assert.True(FuzzyDate.TryParse(until, out var to, out _));
        var input = new SaveAddress.Input(null, location, kind, isCompromised, from, to, why ?? LocalText.Empty, position, 0);
        var saved = await site.AskAsync((SaveAddress save) =>
            save.RunAsync(Actor.CommandLine, input, TestContext.Current.CancellationToken));
        Assert.True(saved.IsDone, string.Join(", ", saved.Errors.Select(r => r.Key)));
    }

    private async Task<CmsSite> FilledAsync(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await sites.FillOnceAsync(database, async () =>
        {
            await AddAsync(site, Onion, AddressKind.Onion);
            await AddAsync(site, "mirror.example.net/rights", AddressKind.Mirror, position: 5);
            await AddAsync(site, "https://rights.example/", AddressKind.Official, since: "2024-05", position: 9);
            await AddAsync(site, "www.old-example.org", AddressKind.Retired, isCompromised: true, "2008-06", "2010~",
                LocalText.Of("en", "It was broken into.").With("zh-Hans", "该网站曾遭入侵。"));
            await AddAsync(site, "blog.example.com", AddressKind.Retired, why: LocalText.Of("en", "A blog of ours."));
        });
        return site;
    }

    /// <summary>Sites with a public address of their own and a filled register.</summary>
    public sealed class Register()
        : SharedSites(new SiteOptions { Settings = new Dictionary<string, string?> { ["Cms:BaseUrl"] = "https://rights.example" } })
    {
        private readonly HashSet<DatabaseKind> filled = [];

        /// <summary>Fills the register of a site before the first test that reads it.</summary>
        public Task FillOnceAsync(DatabaseKind database, Func<Task> fill) => filled.Add(database) ? fill() : Task.CompletedTask;
    }
}
