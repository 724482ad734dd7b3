using System.Globalization;
using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Support;
using Shouldly;

namespace CoalitionCms.Tests.Web;

/// <summary>Somebody asks for one filtered list after another, none of which is in memory.</summary>
public sealed class AskingTooMuchTests
{
    [OnEachDatabase]
    public async Task One_client_is_told_to_wait_and_nobody_else_is(DatabaseKind database)
    {
        await using var site =
            await CmsSite.StartAsync(database,
            new SiteOptions { WithStarter = true, Settings = new Dictionary<string, string?> { ["Cms:KnownProxies:0"] = "127.0.0.1" } });
        using var greedy = site.Visit();
        greedy.Sends["X-Forwarded-For"] = "203.0.113.7";
        var answers = new List<WebPage>();
        foreach (var wave in Enumerable.Range(0, 600).Chunk(30))
        {
            answers.AddRange(await AskAsync(greedy, wave));
        }

        var refused = answers.Where(a => a.Status == HttpStatusCode.TooManyRequests).ToList();
        refused.Count.ShouldBeGreaterThan(20);
        refused[0].Header("Retry-After").ShouldBe("60");
        refused[0].Header("Cache-Control").ShouldBe("no-cache");
        refused[0].ShouldSay("Wait a minute");
        answers.Count(a => a.Status != HttpStatusCode.TooManyRequests).ShouldBeGreaterThan(100);

        // What nobody varied, and another client's question are answered.
        (await greedy.GetAsync("/people")).ShouldHave(HttpStatusCode.OK);
        (await greedy.GetAsync("/events")).ShouldHave(HttpStatusCode.OK);
        using var other = site.Visit();
        other.Sends["X-Forwarded-For"] = "203.0.113.8";
        (await other.GetAsync("/people?sort=Romanised")).ShouldHave(HttpStatusCode.OK);
    }

    [OnEachDatabase]
    public async Task A_flood_of_one_client_leaves_room_for_another(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database,
            new SiteOptions { WithStarter = true, Settings = new Dictionary<string, string?> { ["Cms:KnownProxies:0"] = "127.0.0.1" } });
        using var greedy = site.Visit();
        greedy.Sends["X-Forwarded-For"] = "203.0.113.7";
        using var other = site.Visit();
        other.Sends["X-Forwarded-For"] = "203.0.113.8";

        var flood = AskAsync(greedy, Enumerable.Range(0, 600));
        for (var i = 0; i < 5; i++)
        {
            (await AskAsync(other, [700 + i]))[0].Status.ShouldNotBe(HttpStatusCode.ServiceUnavailable);
        }

        (await flood).Where(a => a.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
            .ShouldAllBe(a => a.Header("Retry-After") != null);
    }

    [OnEachDatabase]
    public async Task Fifty_clients_take_nothing_from_the_next_one(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database,
            new SiteOptions { WithStarter = true, Settings = new Dictionary<string, string?> { ["Cms:KnownProxies:0"] = "127.0.0.1" } });
        for (var client = 0; client < 50; client++)
        {
            using var one = site.Visit();
            one.Sends["X-Forwarded-For"] = $"203.0.113.{client}";
            (await AskAsync(one, Enumerable.Range(client * 10, 10))).ShouldAllBe(a => a.Status != HttpStatusCode.TooManyRequests);
        }

        using var next = site.Visit();
        next.Sends["X-Forwarded-For"] = "203.0.113.99";
        (await next.GetAsync("/people?sort=Romanised")).ShouldHave(HttpStatusCode.OK);
    }

    private static Task<WebPage[]> AskAsync(Browser browser, IEnumerable<int> years) => Task.WhenAll(years.Select(i =>
        browser.SendAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/people?from={1500 + i}"))));
}
