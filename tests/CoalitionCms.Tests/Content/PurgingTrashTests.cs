using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>
/// What is in the trash can be restored for the days that are set; then it is gone for good, by an act that is logged.
/// </summary>
public sealed class PurgingTrashTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task After_the_set_days_it_is_gone_with_everything_about_it_and_before_it_is_not(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync(trashDays: 7);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Gone after a week", "Once public.");
        await mira.ReviseAsync(entry, "publish");
        await mira.ReviseAsync(entry, "publish", ("Entry.Slug", "moved-before-it-went"));
        Newsroom.Check(await site.TryReviewAsync(Actor.CommandLine, entry, ReviewStepKind.Commented, "Is it true?"));
        await mira.SubmitAsync(await mira.GetAsync($"/admin/publication/{entry:D}"), "main form[method=post]", "button");
        await TrashAsync(mira, entry);
        (await mira.GetAsync($"/admin/trash/{entry:D}")).ShouldSay("Deleted permanently on or about");

        site.Clock.Move(TimeSpan.FromDays(6.9));
        await PurgeAsync(site);
        (await site.HistoryAsync(entry)).Count.ShouldBe(2);

        var before = await site.AuditHeadAsync();
        site.Clock.Move(TimeSpan.FromDays(0.2));
        await PurgeAsync(site);
        await PurgeAsync(site);

        (await site.HistoryAsync(entry)).ShouldBeEmpty();
        (await CountAsync(site, db => db.Set<Entry>().Where(e => e.Id == entry))).ShouldBe(0);
        (await CountAsync(site, db => db.Set<ReviewStep>().Where(s => s.EntryId == entry))).ShouldBe(0);
        (await CountAsync(site, db => db.Set<OldPath>().Where(p => p.EntryId == entry))).ShouldBe(0);
        (await CountAsync(site, db => db.Set<EditPresence>().Where(p => p.EntryId == entry))).ShouldBe(0);
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntryPurged]);
        (await site.LoggedSinceAsync(before)).ShouldNotContain("Once public");
    }

    [OnEachDatabase]
    public async Task Until_then_it_comes_back_with_its_history(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync(trashDays: 7);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Back in time", "First.");
        await mira.ReviseAsync(entry, "save", ("Entry.Body", "Second."));
        await TrashAsync(mira, entry);
        site.Clock.Move(TimeSpan.FromDays(6));
        await PurgeAsync(site);

        using var again = await site.SignInAsync(Role.Editor);
        await TrashAsync(again, entry);
        site.Clock.Move(TimeSpan.FromDays(6));
        await PurgeAsync(site);

        (await site.HistoryAsync(entry)).Select(r => r.Body).ShouldBe(["First.", "Second."]);
    }

    [OnEachDatabase]
    public async Task Who_came_to_a_purged_event_stays_in_their_own_record(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync(trashDays: 1);
        var attended = await site.SaveAsync(EntryKind.Event, Writing.Words("Purged meeting"), Gathering.Facts);
        var empty = await site.SaveAsync(EntryKind.Event, Writing.Words("Purged without guests"), Gathering.Facts);
        await site.AttendAsync(attended.ItemId, await site.AddMemberAsync("Lan Example"), Gathering.Public);
        await TrashAsync(site, attended.EntryId, empty.EntryId);

        site.Clock.Move(TimeSpan.FromDays(2));
        await PurgeAsync(site);

        (await CountAsync(site, db => db.Set<Entry>().Where(e => e.Id == attended.EntryId || e.Id == empty.EntryId))).ShouldBe(0);
        (await CountAsync(site, db => db.Set<Attendance>().Where(a => a.EventId == attended.ItemId))).ShouldBe(1);
        (await CountAsync(site, db => db.Set<Event>().Where(e => e.Id == attended.ItemId))).ShouldBe(1);
        (await CountAsync(site, db => db.Set<Event>().Where(e => e.Id == empty.ItemId))).ShouldBe(0);
    }

    [OnEachDatabase]
    public async Task What_other_texts_refer_to_can_be_purged_and_they_stay_readable(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync(trashDays: 1);
        var reported =
            await site.SaveAsync(EntryKind.Event, Writing.Words("Reported and purged"),
            EventFacts.None with { StartsOn = new DateOnly(2026, 4, 1) });
        var report =
            await site.PublishArticleAsync(Writing.Words("Report of it"), facts: ArticleFacts.None with { EventId = reported.ItemId });
        await TrashAsync(site, reported.EntryId);

        site.Clock.Move(TimeSpan.FromDays(2));
        await PurgeAsync(site);

        (await CountAsync(site, db => db.Set<Event>().Where(e => e.Id == reported.ItemId))).ShouldBe(0);
        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/report-of-it")).ShouldHave(HttpStatusCode.OK);
        using var mira = await site.SignInAsync(Role.Editor);
        (await mira.GetAsync($"/admin/articles/{report.EntryId:D}")).ShouldHave(HttpStatusCode.OK);
        (await mira.GetAsync($"/admin/revisions/{report.EntryId:D}/difference?from=0&to=1")).ShouldHave(HttpStatusCode.OK);
        (await mira.ReviseAsync(report.EntryId, "save", ("Entry.Body", "Mended."))).ShouldSay("Saved.");
    }

    [OnEachDatabase]
    public async Task One_language_goes_and_the_others_stay_with_the_facts(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync(trashDays: 1);
        var facts = ArticleFacts.None with { Byline = BylineKind.PenName, BylineName = "Staying Pen" };
        var english = await site.SaveAsync(EntryKind.Article, Writing.Words("Goes alone"), facts);
        var chinese =
            await site.PublishAsync(await site.SaveAsync(EntryKind.Article, Writing.Words("留下来"), facts, "zh-Hans", english.ItemId));
        await TrashAsync(site, english.EntryId);

        site.Clock.Move(TimeSpan.FromDays(2));
        await PurgeAsync(site);

        (await CountAsync(site, db => db.Set<Entry>().Where(e => e.ItemId == english.ItemId))).ShouldBe(1);
        using var visitor = site.Visit();
        (await visitor.GetAsync("/zh-Hans/articles/留下来")).ShouldHave(HttpStatusCode.OK).ShouldSay("Staying Pen");
        (await CountAsync(site, db => db.Set<Entry>().Where(e => e.Id == chinese.EntryId && e.IsOriginal)))
            .ShouldBe(1, "somebody has to be the original");
    }

    [OnEachDatabase]
    public async Task What_is_public_is_never_purged_whatever_the_row_says(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync(trashDays: 1);
        var saved = await site.PublishArticleAsync(Writing.Words("Public and marked as trash"));
        await site.InDatabaseAsync(db => db.Set<Entry>().Where(e => e.Id == saved.EntryId)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.TrashedAt, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
            TestContext.Current.CancellationToken));

        await PurgeAsync(site);

        (await site.HistoryAsync(saved.EntryId)).Count.ShouldBe(1);
        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/public-and-marked-as-trash")).ShouldHave(HttpStatusCode.OK);
    }

    private static Task<bool> PurgeAsync(CmsSite site) => site.AskAsync(async (PurgeTrash purge) =>
    {
        await purge.RunAsync(TestContext.Current.CancellationToken);
        return true;
    });

    private static async Task TrashAsync(Browser browser, Guid entry) =>
        await browser.SubmitAsync(await browser.GetAsync($"/admin/trash/{entry:D}"), "main form[method=post]", "button");

    private static async Task TrashAsync(CmsSite site, params Guid[] entries)
    {
        foreach (var entry in entries)
        {
            Newsroom.Check(await site.AskAsync((TrashEntry trash) =>
                trash.RunAsync(Actor.CommandLine, entry, TestContext.Current.CancellationToken)));
        }
    }

    private static Task<int> CountAsync<T>(CmsSite site, Func<CoalitionCms.Data.CmsDbContext, IQueryable<T>> rows) =>
        site.InDatabaseAsync(db => rows(db).CountAsync(TestContext.Current.CancellationToken));
}
