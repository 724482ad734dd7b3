using System.Net;
using CoalitionCms.Content;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>Events that come again. Today is Thursday, 14 May 2026.</summary>
public sealed class KeepingSeriesTests(Sites sites) : IClassFixture<Sites>
{
    private const string Form = "main form[method=post]";
    private const string Look = "button[value=look]";
    private const string Keep = "button[value=keep]";

    private static readonly EventFacts Vigil =
        Gathering.Facts with { Type = EventType.Vigil, StartsOn = new(2026, 5, 22), StartsAt = new(19, 0), EndsAt = new(20, 0) };

    [Theory]
    [InlineData(SeriesRhythm.Weekly, 1, "2026-05-22", null, 3, "2026-05-22 2026-05-29 2026-06-05")]
    [InlineData(SeriesRhythm.Weekly, 2, "2026-05-22", "2026-06-19", null, "2026-05-22 2026-06-05 2026-06-19")]
    [InlineData(SeriesRhythm.MonthlyByWeekday, 1, "2026-05-22", null, 3, "2026-05-22 2026-06-26 2026-07-24")]
    [InlineData(SeriesRhythm.MonthlyByWeekday, 1, "2026-05-29", null, 3, "2026-05-29 2026-07-31 2026-10-30")]
    [InlineData(SeriesRhythm.MonthlyByLastWeekday, 1, "2026-05-29", null, 3, "2026-05-29 2026-06-26 2026-07-31")]
    [InlineData(SeriesRhythm.MonthlyByWeekday, 2, "2026-12-01", null, 2, "2026-12-01 2027-02-02")]
    public void A_rule_gives_its_days(SeriesRhythm rhythm, int every, string from, string? until, int? count, string days) =>
        string.Join(' ', new SeriesRule(rhythm, every, DateOnly.Parse(from, null), until is null
        ? null
        : DateOnly.Parse(until, null), count).Days().Select(d => d.ToString("yyyy-MM-dd", null))).ShouldBe(days);

    [OnEachDatabase]
    public async Task A_weekly_vigil_is_shown_first_and_becomes_events_of_their_own(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Weekly " + database, Vigil, chinese: "每周" + database);
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        var shown = await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Series(held)), Form, Look, ("Input.Count", "4"));
        shown.ShouldHave(HttpStatusCode.OK).ShouldSay("Nothing is saved yet.").ShouldSay("29 May 2026 is created")
            .ShouldSay("12 June 2026 is created");
        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
        (await editor.SubmitAsync(shown, Form, Keep)).ShouldHave(HttpStatusCode.OK).ShouldSay("3 events were created or changed.");

        var verbs = await site.AuditedSinceAsync(before);
        verbs.Count(v => v == AuditVerb.SeriesSaved).ShouldBe(1);
        verbs.Count(v => v == AuditVerb.EntrySaved).ShouldBe(6);
        verbs.Count(v => v == AuditVerb.EntryPublished).ShouldBe(6);
        verbs.Count.ShouldBe(13);
        using var reader = site.Visit();
        var slug = "weekly-" + database.ToString().ToLowerInvariant();
        (await reader.GetAsync($"/events/{slug}-2026-06-05")).ShouldHave(HttpStatusCode.OK).ShouldSay("Friday, 5 June 2026, 19:00–20:00")
            .ShouldSay("More dates");
        (await reader.GetAsync("/events/" + slug)).AllOf("section[aria-labelledby=series] li a").Count.ShouldBe(3);
        var calendar = (await reader.GetAsync("/events.ics")).Body;
        calendar.ShouldNotContain("RRULE");
        calendar.Split("DTSTART;TZID=America/New_York:20260605T190000").Length.ShouldBe(2);
    }

    [OnEachDatabase]
    public async Task A_change_reaches_coming_dates_and_leaves_what_was_changed_by_hand(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held = await site.PublishEventAsync("Changing " + database, Vigil);
        using var editor = await site.SignInAsync(Role.Editor);
        await KeepAsync(editor, held, ("Input.Count", "4"));
        var dates = await DatesAsync(site, held);
        await EditAsync(site, editor, dates[1], ("Facts.Status", "Cancelled"));
        await EditAsync(site, editor, held, ("Facts.StartsAt", "18:00"), ("Facts.EndsAt", "19:30"));

        var shown = await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Series(held)), Form, Look, ("Input.Count", "3"));
        shown.ShouldSay("29 May 2026 was changed by hand and stays").ShouldSay("5 June 2026 gets the new time and place")
            .ShouldSay("12 June 2026 is cancelled");
        (await editor.SubmitAsync(shown, Form, Keep)).ShouldSay("2 events were created or changed.");

        var events = await site.InDatabaseAsync(db =>
            db.Set<Event>().Where(e => dates.Contains(e.Id)).OrderBy(e => e.StartsOn).Select(e => new { e.StartsOn, e.StartsAt, e.Status })
            .ToListAsync(TestContext.Current.CancellationToken));
        events.Select(e => FormattableString.Invariant($"{e.StartsOn:MM-dd} {e.StartsAt:HH:mm} {e.Status}")).ShouldBe(
            ["05-22 18:00 Confirmed", "05-29 19:00 Cancelled", "06-05 18:00 Confirmed", "06-12 19:00 Cancelled"]);
        var again = await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Series(held)), Form, Look);
        again.ShouldNotHold("gets the new time").ShouldNotHold("is created");
    }

    [OnEachDatabase]
    public async Task Dates_move_to_another_weekday_and_drafts_nobody_knows_go_to_the_trash(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var saved = await site.SaveAsync(EntryKind.Event, Writing.Words("Moving " + database), Vigil);
        var held = saved.ItemId;
        using var editor = await site.SignInAsync(Role.Editor);
        await KeepAsync(editor, held, ("Input.Count", "4"));

        var shown =
            await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Series(held)), Form, Look, ("Input.From", "2026-05-23"),
            ("Input.Count", "2"));
        shown.ShouldSay("moves to another day (29 May 2026 → 30 May 2026)").ShouldSay("12 June 2026 is cancelled");
        await editor.SubmitAsync(shown, Form, Keep);

        var days = await site.InDatabaseAsync(db =>
            db.Set<SeriesDate>().Where(d => db.Set<SeriesDate>().Any(o => o.EventId == held && o.SeriesId == d.SeriesId))
            .OrderBy(d => d.PlannedOn)
            .Select(d => d.PlannedOn).ToListAsync(TestContext.Current.CancellationToken));
        days.ShouldContain(new DateOnly(2026, 5, 30));
        (await site.InDatabaseAsync(db =>
            db.Set<Entry>().CountAsync(e => e.Title == "Moving " + database && e.TrashedAt != null, TestContext.Current.CancellationToken)))
            .ShouldBeGreaterThan(0);
    }

    [OnEachDatabase]
    public async Task A_time_that_the_clocks_skip_names_its_day_and_nothing_is_made(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        var held =
            await site.PublishEventAsync("Night watch " + database,
            Vigil with { StartsOn = new(2027, 3, 7), StartsAt = new(2, 30), EndsAt = null });
        using var editor = await site.SignInAsync(Role.Editor);
        var before = await site.AuditHeadAsync();

        (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Series(held)), Form, Look, ("Input.Count", "3")))
            .ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay("The clocks skip this time on 2027-03-14.");
        foreach (var (field, value, said) in new[]
        {
            ("Count", "105", "Write a number from 1 to 104."), ("Count", "many", "Write a number."),
                ("Every", "0", "Write a number from 1 to 12."), ("Until", "2026-02-30", "There is no such day"),
            ("Until", "2027-03-01", "The last day is before the first."), ("Until", "2030-01-01", "That is more than 104 days."),
            ("Count", "", "Write the last day, or the number of times."),
        })
        {
            var refused = await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Series(held)), Form, Look, ("Input." + field, value));
            refused.ShouldHave(HttpStatusCode.UnprocessableEntity).ShouldSay(said).One($"[name='Input.{field}']").GetAttribute("value")
                .ShouldBe(value);
        }

        (await site.AuditedSinceAsync(before)).ShouldBeEmpty();
    }

    private static async Task KeepAsync(Browser editor, Guid held, params (string, string)[] rule) =>
        (await editor.SubmitAsync(await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Series(held)), Form, Look, rule), Form, Keep))
        .ShouldHave(HttpStatusCode.OK).ShouldSay("The series is saved");

    private static Task<List<Guid>> DatesAsync(CmsSite site, Guid held) => site.InDatabaseAsync(db =>
        db.Set<SeriesDate>().Where(d => db.Set<SeriesDate>().Any(o => o.EventId == held && o.SeriesId == d.SeriesId))
        .OrderBy(d => d.PlannedOn)
        .Select(d => d.EventId).ToListAsync(TestContext.Current.CancellationToken));

    private static async Task EditAsync(CmsSite site, Browser editor, Guid eventId, params (string, string)[] fields)
    {
        var entry = await site.InDatabaseAsync(db =>
            db.Set<Entry>().Where(e => e.ItemId == eventId && e.IsOriginal).Select(e => e.Id)
            .SingleAsync(TestContext.Current.CancellationToken));
        (await editor.SubmitAsync(await editor.GetAsync(SiteUrls.Edit(EntryKind.Event, entry)), "form.editor", "button[value=publish]",
            fields)).ShouldSay("Published.");
    }
}
