using System.Net;
using CoalitionCms.Domain;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.People;
using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;
using static CoalitionCms.Tests.People.Cast;
using static CoalitionCms.Tests.Support.Writing;

namespace CoalitionCms.Tests.People;

/// <summary>
/// A note on health, family or lawyer that nobody ticked is on nothing that a visitor can reach, whatever it is asked for.
/// </summary>
public sealed class KeepingNotesBackTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly string[] Marks = ["ZQhealth", "ZQfamily", "ZQlawyer", "ZQsource"];

    private static PersonFacts Secret { get; } = Poet with
    {
        Health = Note("ZQhealth"),
        Family = Note("ZQfamily"),
        Lawyer = Note("ZQlawyer"),
        Sources = new() { Health = [Named("ZQsource health")], Family = [Named("ZQsource family")], Lawyer = [Named("ZQsource lawyer")] },
    };

    [OnEachDatabase]
    public async Task What_is_not_ticked_is_on_no_address_of_the_site(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved =
            await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Guarded One", slug: "guarded-one", tags: "poets"),
            Secret));
        await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("受护", slug: "受护"), Secret, "zh-Hans", saved.ItemId));
        var campaign =
            CampaignFacts.None with
            {
                People = [saved.ItemId],
                Appeal = new()
                {
                    Addressees = [new(LocalText.Of("en", "The Office"), [], LocalText.Empty)],
                    Demands = [LocalText.Of("en", "Release.")]
                }
            };
        await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Words("Guard them"), campaign));
        var visitor = site.Visit();

        var seen =
            await CrawlAsync(visitor, "/", "/zh-Hans", "/feed.atom", "/events.ics", "/people.csv", "/people.json", "/zh-Hans/people.csv",
            "/zh-Hans/people.json", "/people?sort=Native", "/people?status=Imprisoned", "/people?issue=poets");

        seen.Keys.ShouldContain("/people/guarded-one");
        seen.Keys.ShouldContain("/people/guarded-one/letter");
        seen.Keys.ShouldContain("/people/guarded-one/poster");
        seen["/people.csv"].ShouldContain("/people/guarded-one");
        (from page in seen
         from mark in Marks
         where page.Value.Contains(mark, StringComparison.OrdinalIgnoreCase)
         select $"{page.Key}: {mark}").ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task A_preview_shows_no_more_than_readers_would_see_and_the_editor_has_it_all(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved = await site.SaveAsync(EntryKind.Person, Words("Seen By Few", slug: "seen-by-few"), Secret);
        var editor = await site.SignInAsync(Role.Editor);

        var form = await editor.GetAsync($"/admin/people/{saved.EntryId}");
        var preview = await editor.SubmitAsync(form, "form.editor", "button[value=preview]");

        form.One("#Facts_Health_Text").TextContent.Trim().ShouldBe("ZQhealth");
        form.One("#Facts_Health_IsPublic").HasAttribute("checked").ShouldBeFalse();
        preview.ShouldHave(HttpStatusCode.OK).One(".preview-bar");
        Marks.Where(m => preview.Body.Contains(m, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [OnEachDatabase]
    public async Task Each_tick_publishes_its_own_note_and_its_sources_and_letters_never_carry_one(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var told = Secret with
        {
            Health = Note("Told health") with { IsPublic = true },
            Sources = new() { Health = [Named("Told source")], Family = [Named("ZQsource family")], Lawyer = [Named("ZQsource lawyer")] },
        };
        var saved = await site.PublishAsync(await site.SaveAsync(EntryKind.Person, Words("Half Told", slug: "half-told"), told));
        var campaign =
            CampaignFacts.None with
            {
                People = [saved.ItemId],
                Appeal = new()
                {
                    Addressees = [new(LocalText.Of("en", "The Office"), [], LocalText.Empty)],
                    Demands = [LocalText.Of("en", "Release.")]
                }
            };
        await site.PublishAsync(await site.SaveAsync(EntryKind.Campaign, Words("Tell them", slug: "tell-them"), campaign));
        var visitor = site.Visit();

        var page = (await visitor.GetAsync("/people/half-told")).ShouldHave(HttpStatusCode.OK).ShouldSay("Told health")
            .ShouldSay("Told source");
        var data = (await visitor.GetAsync("/people.json")).ShouldHave(HttpStatusCode.OK);
        var letter = (await visitor.GetAsync("/people/half-told/letter")).ShouldHave(HttpStatusCode.OK);

        data.Body.ShouldContain("Told health");
        letter.ShouldNotHold("ZQ").ShouldNotHold("Told health").ShouldNotHold("Told source");
        foreach (var body in new[] { page.Body, data.Body })
        {
            body.ShouldNotContain("ZQfamily");
            body.ShouldNotContain("ZQlawyer");
            body.ShouldNotContain("ZQsource family");
        }
    }

    private static CaseNote Note(string text) => new(LocalText.Of([new("en", text), new("zh-Hans", text)]), IsPublic: false);

    private static Source Named(string title) => new(title, "", "", FuzzyDate.Unknown, null);

    /// <summary>Every address that a visitor comes to by links, and some that no link leads to.</summary>
    private static async Task<Dictionary<string, string>> CrawlAsync(Browser visitor, params string[] from)
    {
        var (seen, waiting) = (new Dictionary<string, string>(StringComparer.Ordinal), new Queue<string>(from));
        while (waiting.TryDequeue(out var path))
        {
            // The years of the overview lead to the same cards once more, and questions are counted.
            if (seen.ContainsKey(path) || path.Contains("?from=", StringComparison.Ordinal)
                || path.StartsWith("/account", StringComparison.Ordinal) || path.StartsWith("/css", StringComparison.Ordinal))
            {
                continue;
            }

            var page = await visitor.GetAsync(path);
            seen[path] = page.Body;
            if (page.Header("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) == true)
            {
                foreach (var link in page.AllOf("a[href],link[href]").Select(a => new Uri(page.Url, a.GetAttribute("href")!))
                    .Where(u => u.Authority == page.Url.Authority))
                {
                    waiting.Enqueue(link.PathAndQuery);
                }
            }
        }

        return seen;
    }
}
