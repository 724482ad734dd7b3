using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>The people and rules of a newsroom, for tests of what they do to one text.</summary>
internal static class Newsroom
{
    /// <summary>Sets how things become public, and for how long what is deleted can be had back.</summary>
    public static async Task RuleAsync(this CmsSite site, bool needsApproval = false, int trashDays = 30, bool keepsOriginals = false)
    {
        var version = await site.InDatabaseAsync(db =>
            db.Set<SiteSettings>().Select(s => s.Version).SingleOrDefaultAsync(TestContext.Current.CancellationToken));
        var input =
            new SaveSettings.Input(LocalText.Of("en", "Coalition"), LocalText.Empty, LocalText.Empty, LocalText.Empty, default, "", null,
            needsApproval, trashDays, keepsOriginals, version);
        Check(await site.AskAsync((SaveSettings save) => save.RunAsync(Actor.CommandLine, input, TestContext.Current.CancellationToken)));
    }

    /// <summary>A browser where somebody of this name is signed in, and who that is.</summary>
    public static async Task<(Browser Browser, Actor Actor)> EmployAsync(this CmsSite site, Role role, string name = "Mira Tan")
    {
        var (email, id) = await site.HireAsync(role, name);
        var browser = site.Visit();
        await browser.SignInAsync(email);
        return (browser, Actor.Account(id, role));
    }

    /// <summary>Saves a new article by its form.</summary>
    /// <returns>The entry.</returns>
    public static async Task<Guid> WriteAsync(this Browser browser, string title, string body = "Words.",
        params (string Name, string Value)[] more)
    {
        var page = await (await OpenEditor.AtAsync(browser)).PressAsync("save", [("Entry.Title", title), ("Entry.Body", body), .. more]);
        return IdIn(page.ShouldHave(HttpStatusCode.OK).Url.AbsolutePath);
    }

    /// <summary>Opens an article, changes it, and presses a button.</summary>
    public static async Task<WebPage> ReviseAsync(this Browser browser, Guid entryId, string button,
        params (string Name, string Value)[] fields) =>
        await (await OpenEditor.AtAsync(browser, $"/admin/articles/{entryId:D}")).PressAsync(button, fields);

    /// <summary>Presses a button of the review, saying something.</summary>
    public static async Task<WebPage> JudgeAsync(this Browser browser, Guid entryId, ReviewStepKind step, string text = "") =>
        await browser.SubmitAsync((await browser.GetAsync($"/admin/review/{entryId:D}")).ShouldHave(HttpStatusCode.OK),
            "main form[method=post]", $"button[value={step}]", ("Text", text));

    /// <summary>Posts fields with a token of the browser's own, as an attacker with an account would.</summary>
    public static async Task<WebPage> AttackAsync(this Browser browser, string path, params (string Name, string Value)[] fields)
    {
        var token = (await browser.GetAsync("/admin/articles/new")).One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        return await browser.PostAsync(path, [("__RequestVerificationToken", token), .. fields]);
    }

    /// <summary>The entry's id at the end of an editor's address.</summary>
    public static Guid IdIn(string address) => Guid.Parse(address.Split('/')[^1]);

    /// <summary>Numbers and reasons of an entry's revisions, oldest first.</summary>
    public static Task<List<(long Number, RevisionReason Reason, string Body)>> HistoryAsync(this CmsSite site, Guid entryId) =>
        site.InDatabaseAsync(async db =>
        (await db.Set<TextRevision>().AsNoTracking().Where(r => r.EntryId == entryId).OrderBy(r => r.Number)
        .ToListAsync(TestContext.Current.CancellationToken))
            .Select(r => (r.Number, r.Reason, r.Body)).ToList());

    /// <summary>The entry's version.</summary>
    public static Task<long> VersionAsync(this CmsSite site, Guid entryId) =>
        site.InDatabaseAsync(db =>
        db.Set<Entry>().Where(e => e.Id == entryId).Select(e => e.Version).SingleAsync(TestContext.Current.CancellationToken));

    /// <summary>The entry's slug in public; null when it is not public.</summary>
    public static Task<string?> PublicSlugAsync(this CmsSite site, Guid entryId) =>
        site.InDatabaseAsync(db =>
        db.Set<Publication>().Where(p => p.EntryId == entryId).Select(p => p.Slug)
        .SingleOrDefaultAsync(TestContext.Current.CancellationToken));

    /// <summary>Publishes the newest revision by the action.</summary>
    public static async Task<Result> TryPublishAsync(this CmsSite site, Actor actor, Guid entryId, string despite = "")
    {
        var version = await site.VersionAsync(entryId);
        return await site.AskAsync((PublishEntry publish) =>
            publish.RunAsync(actor, new(entryId, version, despite), TestContext.Current.CancellationToken));
    }

    /// <summary>Does a step of the review by the action.</summary>
    public static async Task<Result> TryReviewAsync(this CmsSite site, Actor actor, Guid entryId, ReviewStepKind kind, string text = "")
    {
        var version = await site.VersionAsync(entryId);
        return await site.AskAsync((ReviewEntry review) =>
            review.RunAsync(actor, new(entryId, version, kind, text), TestContext.Current.CancellationToken));
    }

    /// <summary>Schedules the newest revision by the action, so many minutes from now.</summary>
    public static async Task<Result> TryScheduleAsync(this CmsSite site, Actor actor, Guid entryId, double minutes, string despite = "")
    {
        var at = site.Clock.GetUtcNow().UtcDateTime.AddMinutes(minutes);
        var input =
            new ScheduleEntry.Input(entryId, await site.VersionAsync(entryId),
            new(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at), "Etc/UTC"), despite);
        return await site.AskAsync((ScheduleEntry schedule) => schedule.RunAsync(actor, input, TestContext.Current.CancellationToken));
    }

    /// <summary>Lets the scheduler look now.</summary>
    public static Task<DateTime?> RunSchedulerAsync(this CmsSite site) =>
        site.AskAsync((PublishDue due) => due.RunAsync(TestContext.Current.CancellationToken));

    /// <summary>Fails with the errors unless it was done.</summary>
    public static void Check(Result result) => Assert.True(result.IsDone, string.Join(", ", result.Errors.Select(r => r.Key)));
}
