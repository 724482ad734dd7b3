using System.Globalization;
using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Tests.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Content;

/// <summary>What is scheduled becomes public on time, once, as it was scheduled; or says why not.</summary>
public sealed class SchedulingTests(Sites sites) : IClassFixture<Sites>
{
    [OnEachDatabase]
    public async Task A_scheduled_text_becomes_public_on_time_and_not_before(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        using var visitor = site.Visit();
        var entry = await mira.WriteAsync("On time");
        var before = await site.AuditHeadAsync();
        (await ScheduleAsync(site, mira, entry, TimeSpan.FromMinutes(90)))
            .ShouldSay("Scheduled. This version will be published automatically at that time.").ShouldSay("Version 1 will be published");
        (await mira.GetAsync("/admin/articles?state=Scheduled")).ShouldSay("On time");

        site.Clock.Move(TimeSpan.FromMinutes(80));
        await site.RunSchedulerAsync();
        (await visitor.GetAsync("/articles/on-time")).ShouldHave(HttpStatusCode.NotFound);

        site.Clock.Move(TimeSpan.FromMinutes(11));
        await site.RunSchedulerAsync();
        (await visitor.GetAsync("/articles/on-time")).ShouldHave(HttpStatusCode.OK);
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntryScheduled, AuditVerb.EntryPublishedOnTime]);
    }

    [OnEachDatabase]
    public async Task What_came_due_while_the_program_was_down_is_published_when_it_starts(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var saved = await site.SaveAsync(EntryKind.Article, Writing.Words("After the outage"), Features.Articles.ArticleFacts.None);
        Newsroom.Check(await site.TryScheduleAsync(Actor.CommandLine, saved.EntryId, 30));

        await site.RestartAsync(downtime: TimeSpan.FromHours(3));

        using var visitor = site.Visit();
        await UntilAsync(async () => await site.PublicSlugAsync(saved.EntryId) is not null);

        (await visitor.GetAsync("/articles/after-the-outage")).ShouldHave(HttpStatusCode.OK);
    }

    [OnEachDatabase]
    public async Task What_came_due_while_the_site_was_for_reading_only_waits_and_nothing_of_it_is_lost(DatabaseKind database)
    {
        await using var site = await CmsSite.StartAsync(database);
        var first = await site.SaveAsync(EntryKind.Article, Writing.Words("Held back"), Features.Articles.ArticleFacts.None);
        var second = await site.SaveAsync(EntryKind.Article, Writing.Words("Held back too"), Features.Articles.ArticleFacts.None);
        Newsroom.Check(await site.TryScheduleAsync(Actor.CommandLine, first.EntryId, 30));
        Newsroom.Check(await site.TryScheduleAsync(Actor.CommandLine, second.EntryId, 31));
        await SwitchAsync(on: true);
        var before = await site.AuditHeadAsync();

        // The scheduler's own clock is the wall's: a start is when it looks at once.
        await site.RestartAsync(downtime: TimeSpan.FromHours(3));
        await UntilAsync(() => Task.FromResult(site.Services.GetRequiredService<PublishingClock>().LastRun is not null));
        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/held-back")).ShouldHave(HttpStatusCode.NotFound);
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty("It looked, and did nothing.");
        (await site.InDatabaseAsync(db => db.Set<Entry>().CountAsync(e => e.ScheduledAt != null, TestContext.Current.CancellationToken)))
            .ShouldBe(2);

        await SwitchAsync(on: false);
        await site.RestartAsync(downtime: TimeSpan.Zero);
        await UntilAsync(async () => await site.PublicSlugAsync(second.EntryId) is not null);

        using var reader = site.Visit();
        (await reader.GetAsync("/articles/held-back")).ShouldHave(HttpStatusCode.OK);
        (await reader.GetAsync("/articles/held-back-too")).ShouldHave(HttpStatusCode.OK);
        (await site.AuditedSinceAsync(before))
            .ShouldBe([AuditVerb.ReadingOnlyOff, AuditVerb.EntryPublishedOnTime, AuditVerb.EntryPublishedOnTime]);

        async Task SwitchAsync(bool on) =>
            Newsroom.Check(await site.AskAsync((Features.Settings.Actions.SwitchReadingOnly turn) =>
            turn.RunAsync(Actor.CommandLine, on, TestContext.Current.CancellationToken)));
    }

    [OnEachDatabase]
    public async Task Several_processes_at_the_same_moment_publish_once(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var entries = new List<Guid>();
        for (var n = 0; n < 5; n++)
        {
            var saved = await site.SaveAsync(EntryKind.Article, Writing.Words($"Raced for {n}"), Features.Articles.ArticleFacts.None);
            Newsroom.Check(await site.TryScheduleAsync(Actor.CommandLine, saved.EntryId, 1));
            entries.Add(saved.EntryId);
        }

        var before = await site.AuditHeadAsync();
        site.Clock.Move(TimeSpan.FromMinutes(2));
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.RunSchedulerAsync()));
        }

        (await site.AuditedSinceAsync(before)).ShouldBe(Enumerable.Repeat(AuditVerb.EntryPublishedOnTime, 5));
        foreach (var entry in entries)
        {
            (await site.PublicSlugAsync(entry)).ShouldNotBeNull();
        }
    }

    [OnEachDatabase]
    public async Task A_time_that_cannot_be_meant_is_refused_and_the_text_is_saved(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Odd times");
        foreach (var (on, at, zone, sentence) in ((string, string, string, string)[])
        [
            ("2026-01-01", "10:00", "America/New_York", "This time has passed."),
            ("2027-03-14", "02:30", "America/New_York", "The clocks skip this time on that day."),
            ("2027-03-14", "10:00", "Mars/Olympus", "This time zone is unknown."),
            ("2027-03-14", "10:00", "", "This time zone is unknown."),
            ("2027-02-30", "10:00", "America/New_York", "Give the day and the time of publication."),
            ("2027-03-14", "25:00", "America/New_York", "Give the day and the time of publication."),
            ("", "", "America/New_York", "Give the day and the time of publication."),
            ("2099-03-14", "10:00", "America/New_York", "This is more than ten years away."),
        ])
        {
            var body = "Words of " + Guid.CreateVersion7();
            var page =
                await mira.ReviseAsync(entry, "schedule", ("Entry.Body", body), ("Entry.ScheduleOn", on), ("Entry.ScheduleAt", at),
                ("Entry.ScheduleZone", zone));
            page.ShouldSay("Your text is saved, but it was not published.").ShouldSay(sentence)
                .One("textarea[name='Entry.Body']").TextContent.Trim().ShouldBe(body);
        }

        (await site.InDatabaseAsync(db =>
            db.Set<Entry>().Where(e => e.Id == entry).Select(e => e.ScheduledAt).SingleAsync(TestContext.Current.CancellationToken)))
            .ShouldBeNull();
    }

    [OnEachDatabase]
    public async Task An_hour_that_the_clocks_of_another_zone_do_have_is_taken_as_meant(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Hour in Seoul");

        await mira.ReviseAsync(entry, "schedule", ("Entry.ScheduleOn", "2027-03-14"), ("Entry.ScheduleAt", "02:30"),
            ("Entry.ScheduleZone", "Asia/Seoul"));

        (await site.InDatabaseAsync(db =>
            db.Set<Entry>().Where(e => e.Id == entry).Select(e => e.ScheduledAt).SingleAsync(TestContext.Current.CancellationToken)))
            .ShouldBe(new DateTime(2027, 3, 13, 17, 30, 0, DateTimeKind.Utc));
        var page = await mira.GetAsync($"/admin/articles/{entry:D}");
        new[] { "ScheduleOn", "ScheduleAt", "ScheduleZone" }.Select(f => page.One($"[name='Entry.{f}']").GetAttribute("value"))
            .ShouldBe(["2027-03-14", "02:30", "Asia/Seoul"]);
    }

    [OnEachDatabase]
    public async Task What_was_saved_later_is_not_published_by_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Scheduled words", "As scheduled.", ("Entry.Language", "en"));
        await ScheduleAsync(site, mira, entry, TimeSpan.FromMinutes(5));
        await mira.ReviseAsync(entry, "save", ("Entry.Body", "As thought of later."), ("Facts.Byline", "PenName"),
            ("Facts.BylineName", "Later Pen"));
        await (await OpenEditor.AtAsync(mira, $"/admin/articles/{entry:D}"))
            .AutosaveAsync(("Entry.Language", "ko"), ("Entry.Body", "As thought of last."));

        site.Clock.Move(TimeSpan.FromMinutes(7));
        await site.RunSchedulerAsync();

        using var visitor = site.Visit();
        (await visitor.GetAsync("/articles/scheduled-words")).ShouldHave(HttpStatusCode.OK).ShouldSay("As scheduled.")
            .ShouldNotHold("Later Pen");
        var draft = await mira.GetAsync($"/admin/articles/{entry:D}");
        draft.One("textarea[name='Entry.Body']").TextContent.Trim().ShouldBe("As thought of last.");
        draft.One("input[name='Facts.BylineName']").GetAttribute("value").ShouldBe("Later Pen");
        (await mira.ReviseAsync(entry, "publish")).ShouldSay("Published.");
        (await visitor.GetAsync("/articles/scheduled-words")).ShouldSay("As thought of last.").ShouldSay("Later Pen");
    }

    [OnEachDatabase]
    public async Task A_name_that_must_not_be_public_any_more_stops_it_and_the_editor_says_so(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Editor);
        var entry = await mira.WriteAsync("Stopped by a name", "Wei Example spoke.");
        await ScheduleAsync(site, mira, entry, TimeSpan.FromMinutes(5));
        await site.AddMemberAsync("Wei Example");
        var before = await site.AuditHeadAsync();

        site.Clock.Move(TimeSpan.FromMinutes(7));
        await site.RunSchedulerAsync();
        await site.RunSchedulerAsync();

        (await site.PublicSlugAsync(entry)).ShouldBeNull();
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntryNotPublished]);
        (await mira.GetAsync($"/admin/articles/{entry:D}")).ShouldSay("Could not be published on time")
            .ShouldSay("The checklist has a warning.");
    }

    [OnEachDatabase]
    public async Task An_address_taken_meanwhile_stops_it_and_the_editor_says_so(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var entry = await mira.WriteAsync("Wanted address");
        await ScheduleAsync(site, mira, entry, TimeSpan.FromMinutes(5));
        var other =
            Newsroom.IdIn((await (await OpenEditor.AtAsync(mira))
            .AutosaveAsync(("Entry.Title", "Faster"), ("Entry.Slug", "wanted-address"), ("Entry.Body", "First."))).Url);
        Newsroom.Check(await site.TryPublishAsync(Actor.CommandLine, other));

        site.Clock.Move(TimeSpan.FromMinutes(7));
        await site.RunSchedulerAsync();

        (await site.PublicSlugAsync(entry)).ShouldBeNull();
        (await mira.GetAsync($"/admin/articles/{entry:D}")).ShouldSay("Could not be published on time")
            .ShouldSay("Another text has this address.").Text.ShouldNotContain("{0}");
    }

    [OnEachDatabase]
    public async Task An_approval_taken_back_stops_it(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        await site.RuleAsync(needsApproval: true);
        var ((author, _), (reviewer, judge)) = (await site.EmployAsync(Role.Member), await site.EmployAsync(Role.Editor));
        var entry = await author.WriteAsync("Approved for a while");
        await author.ReviseAsync(entry, "submit");
        Newsroom.Check(await site.TryReviewAsync(judge, entry, ReviewStepKind.Approved));
        await ScheduleAsync(site, author, entry, TimeSpan.FromMinutes(5));
        Newsroom.Check(await site.TryReviewAsync(judge, entry, ReviewStepKind.SentBack, "Not today."));

        site.Clock.Move(TimeSpan.FromMinutes(7));
        await site.RunSchedulerAsync();
        await site.RuleAsync();

        (await site.PublicSlugAsync(entry)).ShouldBeNull();
        (await author.GetAsync($"/admin/articles/{entry:D}")).ShouldSay("Somebody else must approve this version");
        author.Dispose();
        reviewer.Dispose();
    }

    [OnEachDatabase]
    public async Task A_schedule_that_was_taken_back_or_trashed_publishes_nothing(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var mira = await site.SignInAsync(Role.Member);
        var (taken, trashed) = (await mira.WriteAsync("Taken back in time"), await mira.WriteAsync("Trashed in time"));
        await ScheduleAsync(site, mira, taken, TimeSpan.FromMinutes(5));
        await ScheduleAsync(site, mira, trashed, TimeSpan.FromMinutes(5));
        var before = await site.AuditHeadAsync();

        (await mira.SubmitAsync(await mira.GetAsync($"/admin/schedule/{taken:D}"), "main form[method=post]", "button"))
            .ShouldSay("The schedule is cancelled.");
        await mira.SubmitAsync(await mira.GetAsync($"/admin/trash/{trashed:D}"), "main form[method=post]", "button");
        site.Clock.Move(TimeSpan.FromMinutes(7));
        await site.RunSchedulerAsync();

        (await site.PublicSlugAsync(taken)).ShouldBeNull();
        (await site.PublicSlugAsync(trashed)).ShouldBeNull();
        (await site.AuditedSinceAsync(before)).ShouldBe([AuditVerb.EntryUnscheduled, AuditVerb.EntryTrashed]);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var tries = 0; tries < 100 && !await isSo(); tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static Task<WebPage> ScheduleAsync(CmsSite site, Browser browser, Guid entry, TimeSpan ahead)
    {
        // Forms know minutes; the next whole one counts.
        var at = site.Clock.GetUtcNow().Add(ahead);
        return browser.ReviseAsync(entry, "schedule", ("Entry.ScheduleOn", at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("Entry.ScheduleAt", at.ToString("HH:mm", CultureInfo.InvariantCulture)), ("Entry.ScheduleZone", "Etc/UTC"));
    }
}
