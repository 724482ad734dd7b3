using System.Net;
using System.Text;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.House;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using CoalitionCms.Web;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>
/// A withdrawn name stands in no byte that a visitor can fetch: every public address is asked for, in every language, before and after.
/// </summary>
public sealed class WithdrawingANameTests
{
    private static readonly string[] Names = ["Cheng Lu", "程路", Uri.EscapeDataString("程路"), "Cheng%20Lu", "cheng-lu", "Quiet Road"];

    [OnEachDatabase]
    public async Task A_withdrawn_name_is_nowhere_not_in_a_header_and_not_after_a_restart(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var held = await site.PublishEventAsync("Long evening", chinese: "长夜");
        var other = await site.PublishEventAsync("Second evening");
        var member = await site.AddMemberAsync("Cheng Lu", "程路", alias: "Quiet Road");
        await site.AttendAsync(held, member, Gathering.Public, roles: AttendanceRoles.Speaker);
        await site.AttendAsync(other, member, Gathering.Public with { Choice = NameChoice.Alias });
        var photo = await site.AddAsync(Actor.CommandLine, Library.Photo(40), "A hall with lamps");
        var facts = ArticleFacts.None with { EventId = held };
        var report =
            await site.PublishArticleAsync(Writing.Words("Evening report", $"It was late.\n\n![Lamps](/media/{photo})", tags: ["evening"]),
            facts: facts);
        await site.PublishAsync(await site.SaveAsync(EntryKind.Article, Writing.Words("长夜报道"), facts, "zh-Hans", report.ItemId));
        using var own = await site.SignInAsMemberAsync(member);
        using var editor = await site.SignInAsync(Role.Editor);
        var preview = SiteUrls.Revisions((await EntryOfAsync(site, held)));

        var before = await EverythingAsync(site);
        var naming = before.Where(a => Names.Any(n => Holds(a, n))).Select(a => a.Path).ToList();
        naming.ShouldContain("/events/long-evening");
        naming.ShouldContain("/events/second-evening");
        naming.ShouldContain("/zh-Hans/events/长夜");
        naming.ShouldContain("/articles/evening-report");
        naming.ShouldContain("/zh-Hans/articles/长夜报道");
        before.Count.ShouldBeGreaterThan(60);

        (await own.SubmitAsync(await own.GetAsync(SiteUrls.OwnNames), "form[action*=Withdraw]")).ShouldHave(HttpStatusCode.OK)
            .ShouldSay("Your name is taken out everywhere.");

        await NowhereAsync(site, [.. before.Select(a => a.Path)]);
        (await editor.GetAsync(preview)).ShouldNotHold("Cheng Lu");
        await site.RestartAsync(TimeSpan.FromMinutes(1));
        await NowhereAsync(site, [.. before.Select(a => a.Path)]);
        using var reader = site.Visit();
        (await reader.GetAsync("/events/long-evening")).ShouldSay("1 person who is not named");
    }

    private static async Task NowhereAsync(CmsSite site, IReadOnlyList<string> known)
    {
        var now = await EverythingAsync(site);
        known.Except(now.Select(a => a.Path)).ShouldBeEmpty("asked for before, and not again");
        foreach (var answer in now)
        {
            foreach (var name in Names)
            {
                Assert.False(Holds(answer, name), $"{name} stands in {answer.Path}\n{answer}");
            }
        }
    }

    /// <summary>Every public route in every language, and all that these lead to.</summary>
    private static async Task<List<WebPage>> EverythingAsync(CmsSite site)
    {
        var routes = (await PageInventory.PagesAsync(site))
            .Where(p => p.Surface == Surface.Site && !p.Route.StartsWith("/error", StringComparison.Ordinal)).Select(p => p.Path);
        var waiting =
            new Queue<string>(Language.All.SelectMany(l => routes.Select(r => r == "/" ? SiteUrls.Home(l) : l.UrlPrefix + r))
            .Concat(["/sitemap.xml", "/.well-known/security.txt", "/healthz"]));
        var seen = new HashSet<string>(waiting, StringComparer.Ordinal);
        var answers = new List<WebPage>();
        using var reader = site.Visit();
        while (waiting.TryDequeue(out var path))
        {
            var answer = await reader.SendAsync(HttpMethod.Get, path);
            answers.Add(answer);
            foreach (var next in LinksOf(answer).Where(seen.Add))
            {
                waiting.Enqueue(next);
            }
        }

        return answers;
    }

    private static IEnumerable<string> LinksOf(WebPage page)
    {
        var found = page.ContentHeaders.ContentType?.MediaType == "text/html"
            ? page.AllOf("[href], [src], [srcset], [content]")
            .SelectMany(e => new[] { e.GetAttribute("href"), e.GetAttribute("src"), e.GetAttribute("content") }
                .Concat((e.GetAttribute("srcset") ?? "").Split(',').Select(s => s.Trim().Split(' ')[0])))
            : System.Text.RegularExpressions.Regex.Matches(page.Body, @"http://localhost:5000[^\s<""']*").Select(m => m.Value);
        return found.OfType<string>().Append(page.Headers.Location?.OriginalString ?? "")
            .Select(a => a.Replace("http://localhost:5000", "", StringComparison.Ordinal).Split('#')[0])
            .Where(a =>
            a.StartsWith('/') && !a.StartsWith("//", StringComparison.Ordinal) && !a.StartsWith("/account", StringComparison.Ordinal)
            && !a.StartsWith("/admin", StringComparison.Ordinal)
                && !a.StartsWith("/css", StringComparison.Ordinal) && !a.StartsWith("/js", StringComparison.Ordinal));
    }

    private static bool Holds(WebPage answer, string name) =>
        answer.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name)) >= 0
        || (answer.Headers + "\n" + answer.ContentHeaders).Contains(name, StringComparison.OrdinalIgnoreCase);

    private static Task<Guid> EntryOfAsync(CmsSite site, Guid item) => site.InDatabaseAsync(db =>
        Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(db.Set<Entry>().Where(e =>
        e.ItemId == item && e.IsOriginal).Select(e => e.Id), TestContext.Current.CancellationToken));
}
