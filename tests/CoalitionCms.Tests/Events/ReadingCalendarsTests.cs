using System.Globalization;
using System.Net;
using System.Text;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

/// <summary>Calendars as programs read them (RFC 5545).</summary>
public sealed class ReadingCalendarsTests(StarterSites sites) : IClassFixture<StarterSites>
{
    private static readonly CalendarEvent Vigil = new(
        Guid.Parse("0199e3a4-0000-7000-8000-000000000001"),
        EventFacts.None with
        {
            StartsOn = new(2027, 3, 14),
            StartsAt = new(19, 0),
            EndsAt = new(20, 30),
            TimeZone = "America/New_York",
            Venue = LocalText.Of("en", "City Hall; Room 2, \\ left")
        },
        7,
        new DateTime(2027, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        "烛光守夜：为所有因和平写作而被关押的人，也为他们的家人、朋友与律师，以及记录这一切的人们",
        "One line,\nand another.",
        "https://www.example.org/events/vigil",
        Language.Find("zh-Hans")!);

    [Fact]
    public void Lines_are_folded_by_octets_and_come_back_whole()
    {
        var text = EventCalendar.Write("协进会", [Vigil]);
        text.ShouldEndWith("END:VCALENDAR\r\n");
        foreach (var line in text.Split("\r\n"))
        {
            Encoding.UTF8.GetByteCount(line).ShouldBeLessThanOrEqualTo(75, line);
            line.ShouldNotContain("\n");
        }

        var lines = Unfold(text);
        lines.ShouldContain("SUMMARY;LANGUAGE=zh-Hans:" + Vigil.Title);
        lines.ShouldContain("DESCRIPTION;LANGUAGE=zh-Hans:One line\\,\\nand another.");
        lines.ShouldContain("LOCATION:City Hall\\; Room 2\\, \\\\ left");
        lines.ShouldContain("SEQUENCE:7");
        lines.ShouldContain("DTSTART;TZID=America/New_York:20270314T190000");
        lines.ShouldContain("DTEND;TZID=America/New_York:20270314T203000");
    }

    [Fact]
    public void The_zone_tells_when_its_clocks_change()
    {
        var lines = Unfold(EventCalendar.Write("x", [Vigil]));
        var spring = lines.IndexOf("DTSTART:20270314T020000");
        spring.ShouldBeGreaterThan(0, string.Join('\n', lines));
        lines.GetRange(spring - 1, 5).ShouldBe(["BEGIN:DAYLIGHT", "DTSTART:20270314T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400",
            "END:DAYLIGHT"]);
        lines.ShouldContain("DTSTART:20271107T020000");
    }

    [Fact]
    public void A_day_without_a_time_is_a_whole_day_and_a_cancelled_event_says_so()
    {
        var lines =
            Unfold(EventCalendar.Write("x",
            [Vigil with { Facts = Vigil.Facts with { StartsAt = null, EndsAt = null, Status = EventStatus.Cancelled } }]));
        lines.ShouldContain("DTSTART;VALUE=DATE:20270314");
        lines.ShouldContain("DTEND;VALUE=DATE:20270315");
        lines.ShouldContain("STATUS:CANCELLED");
        lines.ShouldNotContain("BEGIN:VTIMEZONE");
    }

    [Theory]
    [InlineData("America/New_York", "2027-01-15")]
    [InlineData("America/New_York", "2027-03-14")]
    [InlineData("America/New_York", "2027-11-07")]
    [InlineData("Europe/Berlin", "2026-07-01")]
    [InlineData("Asia/Shanghai", "2026-06-04")]
    [InlineData("Asia/Urumqi", "2026-06-04")]
    [InlineData("Asia/Kathmandu", "2026-12-10")]
    [InlineData("Australia/Sydney", "2026-12-10")]
    public void Another_program_reads_the_same_moment_and_words(string zone, string day)
    {
        var on = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        var facts = Vigil.Facts with { StartsOn = on, TimeZone = zone };

        var calendar = Ical.Net.Calendar.Load(EventCalendar.Write("协进会", [Vigil with { Facts = facts }])).ShouldNotBeNull();

        var read = calendar.Events.ShouldHaveSingleItem();
        read.Start.ShouldNotBeNull().AsUtc.ShouldBe(Utc(19, 0));
        read.End.ShouldNotBeNull().AsUtc.ShouldBe(Utc(20, 30));
        (read.Summary, read.Description, read.Location).ShouldBe((Vigil.Title, "One line,\nand another.", "City Hall; Room 2, \\ left"));
        (read.Sequence, read.Url?.ToString()).ShouldBe((7, Vigil.Url));

        // What the calendar says of the zone itself, for programs that know none.
        var own = calendar.TimeZones.ShouldHaveSingleItem();
        own.TzId.ShouldBe(zone);
        var begins = on.ToDateTime(new TimeOnly(19, 0));
        var rule = own.TimeZoneInfos.Where(r => r.DtStart!.Value <= begins).MaxBy(r => r.DtStart!.Value).ShouldNotBeNull();
        rule.OffsetTo!.Offset.ShouldBe(TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(begins));

        DateTime Utc(int hour, int minute) =>
            TimeZoneInfo.ConvertTimeToUtc(on.ToDateTime(new TimeOnly(hour, minute)), TimeZoneInfo.FindSystemTimeZoneById(zone));
    }

    [Fact]
    public void Another_program_reads_a_whole_day_as_a_day()
    {
        var facts = Vigil.Facts with { StartsAt = null, EndsAt = null };

        var read = Ical.Net.Calendar.Load(EventCalendar.Write("x", [Vigil with { Facts = facts }]))
            .ShouldNotBeNull().Events.ShouldHaveSingleItem();

        (read.IsAllDay, read.Start!.Value, read.End!.Value).ShouldBe((true, new DateTime(2027, 3, 14), new DateTime(2027, 3, 15)));
    }

    [OnEachDatabase]
    public async Task Readers_get_one_event_and_all_of_them_and_never_who_came(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        var slug = await site.InDatabaseAsync(db =>
            db.Set<Publication>().Where(p => p.Kind == EntryKind.Event && p.Language == "en").Select(p => p.Slug)
            .FirstAsync(TestContext.Current.CancellationToken));
        foreach (var path in (string[])["/events.ics", "/zh-Hans/events.ics", $"/events/{slug}.ics"])
        {
            var calendar = (await visitor.GetAsync(path)).ShouldHave(HttpStatusCode.OK);
            calendar.Body.ShouldStartWith("BEGIN:VCALENDAR\r\n");
            Unfold(calendar.Body).Count(l => l == "BEGIN:VEVENT").ShouldBe(1);
            foreach (var name in (string[])["Jin Hai", "金海", "ATTENDEE"])
            {
                calendar.Body.ShouldNotContain(name);
            }
        }

        (await visitor.GetAsync("/events/none.ics")).ShouldHave(HttpStatusCode.NotFound);
    }

    private static List<string> Unfold(string text) => [.. text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n")];
}
