using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Content;
using CoalitionCms.Tests.House;
using CoalitionCms.Tests.Media;
using CoalitionCms.Tests.Support;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Attacks;

/// <summary>
/// Somebody with an account types hostile words into every field of every form that there is; all is published; then every page, feed,
/// calendar and table is read as a browser reads it. Forms are found by following links, so a new one is attacked from its first day.
/// </summary>
public sealed partial class HostileWordsInEveryFieldTests
{
    private const int MostOfOneRoute = 2;
    private const int MostTries = 12;

    /// <summary>
    /// What a field that takes no hostile words is given instead, one after the other: what stood there, a day, a time, an address.
    /// </summary>
    private static readonly string?[] Harmless = [null, "2026-01-02", "18:00", "www.example.org"];

    /// <summary>Forms that end the attack itself: the session, the right to write, or what was written.</summary>
    private static readonly string[] NotSent = ["/account/logout", "/admin/health/reading-only", "/admin/trash"];

    /// <summary>Whether words stay words is not the database's doing; what each can store, other tests ask.</summary>
    [Fact]
    public async Task Words_stay_words_on_every_page_feed_calendar_and_table()
    {
        await using var site = await CmsSite.StartAsync(DatabaseKind.Sqlite, new SiteOptions { WithStarter = true });
        using var admin = await site.SignInAsync(Role.Admin);
        (await admin.UploadAsync(HostileWords.For(4), asScript: false, (HostileWords.For(4) + ".jpg", Library.Photo(3)))).Status.ShouldBe(
            System.Net.HttpStatusCode.Found);

        var attack = new Attack(admin);
        var pages = (await PageInventory.PagesAsync(site)).ToList();
        try
        {
            await attack.WalkAsync([.. pages.Where(p => p.Surface is Surface.Admin or Surface.Own).Select(p => p.Path)]);
        }
        catch (ShouldAssertException found)
        {
            Assert.Fail(string.Join('\n', site.Log.All.Where(line => line.StartsWith("Error", StringComparison.Ordinal))
                .Append(found.Message)));
        }

        // The attack got through where words are free; else it would prove nothing.
        foreach (var form in new[] { "articles", "people", "campaigns", "events", "pages", "members", "addresses", "settings",
            "accounts/invite" })
        {
            attack.Accepted.ShouldContain(path => path.StartsWith("/admin/" + form, StringComparison.Ordinal),
                $"Nothing was accepted at /admin/{form}.\n{string.Join('\n', attack.Refused)}");
        }

        attack.Accepted.ShouldContain(path => path.StartsWith("/admin/media/", StringComparison.Ordinal));
        attack.Accepted.ShouldContain(path => path.EndsWith("/attendance", StringComparison.Ordinal), string.Join('\n', attack.Refused));
        (await PublishAllAsync(site, admin)).ShouldBeGreaterThan(4);

        using var visitor = site.Visit();
        var reading = new Attack(visitor);
        await reading.WalkAsync([.. pages.Where(p => p.Surface == Surface.Site)
            .SelectMany(p => new[] { p.Path, "/zh-Hans" + p.Path, "/ug" + p.Path })]);
        reading.Seen.ShouldBeGreaterThan(50);
    }

    /// <summary>Publishes every draft by its form, whatever the checklist warns of.</summary>
    private static async Task<int> PublishAllAsync(CmsSite site, Browser admin)
    {
        var drafts = await site.InDatabaseAsync(db =>
            db.Set<Entry>().AsNoTracking().Where(e => e.TrashedAt == null && !db.Set<Publication>().Any(p => p.EntryId == e.Id))
            .Select(e => new { e.Id, e.Kind }).ToListAsync(TestContext.Current.CancellationToken));
        foreach (var draft in drafts)
        {
            var page =
                await admin.GetAsync(SiteUrls.Edit(draft.Kind, draft.Id));
            (string, string)[] despite = page.AllOf("[name='Entry.Despite']").Count > 0 ? [("Entry.Despite", "true")] : [];
            HostileWords.ShouldBeHarmlessIn(await OpenEditor.On(admin, page).PressAsync("publish", despite));
        }

        return await site.InDatabaseAsync(db =>
            db.Set<Publication>().CountAsync(p => drafts.Select(d => d.Id).Contains(p.EntryId), TestContext.Current.CancellationToken));
    }

    /// <summary>Follows every link, sends every form with hostile words, and looks at every answer.</summary>
    private sealed partial class Attack(Browser browser)
    {
        private readonly Dictionary<string, int> routes = new(StringComparer.Ordinal);
        private readonly HashSet<string> asked = new(StringComparer.Ordinal);
        private readonly HashSet<string> sent = new(StringComparer.Ordinal);
        private readonly Queue<string> next = new();

        public int Seen { get; private set; }

        /// <summary>Forms that took the words, by the path they were sent to.</summary>
        public HashSet<string> Accepted { get; } = new(StringComparer.Ordinal);

        /// <summary>Forms that did not, with what they said last.</summary>
        public List<string> Refused { get; } = [];

        public async Task WalkAsync(IEnumerable<string> paths)
        {
            Note(paths);
            while (next.TryDequeue(out var path))
            {
                var page = await browser.GetAsync(path);
                HostileWords.ShouldBeHarmlessIn(page);
                HostileWords.ShouldHideNothingIn(page);
                Seen++;
                if (page.ContentHeaders.ContentType?.MediaType != "text/html")
                {
                    continue;
                }

                Note(page.AllOf("a[href^='/'], link[href^='/']").Select(a => a.GetAttribute("href")!));
                for (var form = 0; form < page.Document.Forms.Length; form++)
                {
                    await SendAsync(page, form);
                }
            }
        }

        private void Note(IEnumerable<string> paths)
        {
            foreach (var path in paths.Select(p => p.Split('#')[0]).Where(p => !NotSent.Contains(p) && asked.Add(p)))
            {
                var route = RouteOf(path);
                routes[route] = routes.GetValueOrDefault(route) + 1;
                if (routes[route] <= MostOfOneRoute)
                {
                    next.Enqueue(path);
                }
            }
        }

        private async Task SendAsync(WebPage page, int number)
        {
            var form = page.Document.Forms[number];
            var path = new Uri(page.Url, form.GetAttribute("action") is { Length: > 0 } a ? a : page.Url.PathAndQuery).AbsolutePath;
            if (!string.Equals(form.Method, "post", StringComparison.OrdinalIgnoreCase) || NotSent.Contains(path)
                || FieldsOf(form).Count == 0
                || !sent.Add($"{RouteOf(page.Url.PathAndQuery)} {RouteOf(path)} {string.Join(' ', FieldsOf(form).Select(NameOf))}"))
            {
                return;
            }

            // What a rule refuses is given something harmless, until the rest is taken.
            Dictionary<string, int> spared = new(StringComparer.Ordinal);
            for (var tries = 0; tries < MostTries; tries++)
            {
                var fresh = await browser.GetAsync(page.Url.PathAndQuery);
                if (number >= fresh.Document.Forms.Length)
                {
                    return;
                }

                var answer = await SubmitAsync(fresh, fresh.Document.Forms[number], spared);
                HostileWords.ShouldBeHarmlessIn(answer);
                Note([answer.Url.PathAndQuery]);
                var wrong = answer.AllOf("[aria-invalid=true]").Select(NameOf).Distinct()
                    .Where(n => spared.GetValueOrDefault(n) < Harmless.Length).ToList();
                if (answer.Document.QuerySelector(".errors") is null && (int)answer.Status < 400)
                {
                    Accepted.Add(path);
                    return;
                }

                if (wrong.Count == 0)
                {
                    Refused.Add($"{path}: {(int)answer.Status} {answer.Document.QuerySelector(".errors, main")?.TextContent.Trim()}");
                    return;
                }

                wrong.ForEach(name => spared[name] = spared.GetValueOrDefault(name) + 1);
            }
        }

        private Task<WebPage> SubmitAsync(WebPage page, IHtmlFormElement form, Dictionary<string, int> spared)
        {
            var field = 0;
            foreach (var element in FieldsOf(form))
            {
                var words = HostileWords.For(field++);
                if (!spared.ContainsKey(NameOf(element)))
                {
                    FormFilling.Set(form, NameOf(element), words);
                }
            }

            foreach (var (name, tries) in spared)
            {
                if (Harmless[tries - 1] is { } harmless)
                {
                    FormFilling.Set(form, name, harmless);
                }
            }

            form.Id = "attacked";
            var button = new[] { "button[value=save]", "button" }.FirstOrDefault(b => page.AllOf("#attacked " + b).Count > 0) ?? "";
            return browser.SubmitAsync(page, "#attacked", button);
        }

        private static List<IElement> FieldsOf(IHtmlFormElement form) =>
            [.. form.Elements.Where(e =>
            e is IHtmlTextAreaElement or IHtmlInputElement { Type: "text" or "search" or "url" or "email" or "tel" }
            && NameOf(e).Length > 0)];

        private static string NameOf(IElement field) => field.GetAttribute("name") ?? "";

        private static string RouteOf(string path) =>
            Variable().Replace(path.Split('?')[0], "*") + (path.Contains('?', StringComparison.Ordinal) ? "?" : "");

        [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|(?<=/(articles|people|campaigns|events|tags)/)[^/.]+",
            RegexOptions.IgnoreCase)]
        private static partial Regex Variable();
    }
}
