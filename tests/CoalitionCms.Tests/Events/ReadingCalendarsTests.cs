using System.Net;
using System.Text;
using CoalitionCms.Features.Events;
using CoalitionCms.Domain;
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
        EventFacts.None with { StartsOn = new(2027, 3, 14), StartsAt = new(19, 0), EndsAt = new(20, 30), TimeZone = "America/New_York", Venue = LocalText.Of("en", "City Hall; Room 2, \\ left") },
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
        lines.GetRange(spring - 1, 5).ShouldBe(["BEGIN:DAYLIGHT", "DTSTART:20270314T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "END:DAYLIGHT"]);
        lines.ShouldContain("DTSTART:20271107T020000");
    }

    [Fact]
    public void A_day_without_a_time_is_a_whole_day_and_a_cancelled_event_says_so()
    {
        var lines = Unfold(EventCalendar.Write("x", [Vigil with { Facts = Vigil.Facts with { StartsAt = null, EndsAt = null, Status = EventStatus.Cancelled } }]));
        lines.ShouldContain("DTSTART;VALUE=DATE:20270314");
        lines.ShouldContain("DTEND;VALUE=DATE:20270315");
        lines.ShouldContain("STATUS:CANCELLED");
        lines.ShouldNotContain("BEGIN:VTIMEZONE");
    }

    [OnEachDatabase]
    public async Task Readers_get_one_event_and_all_of_them_and_never_who_came(DatabaseKind database)
    {
        var site = await sites.OnAsync(database);
        using var visitor = site.Visit();
        var slug = await site.InDatabaseAsync(db => db.Publications.Where(p => p.Kind == EntryKind.Event && p.Language == "en").Select(p => p.Slug).FirstAsync(TestContext.Current.CancellationToken));
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
