using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Events;

public sealed class TellingWhenTests
{
    [Theory]
    [InlineData("en", "Thursday, 10 December 2026, 19:00")]
    [InlineData("zh-Hans", "2026年12月10日（星期四）19:00")]
    public void The_start_is_told_with_weekday_date_and_time(string language, string words)
    {
        var when = Of(Facts(new(2026, 12, 10), new(19, 0), null, new(21, 0)), language);
        when.Start.Text.ShouldBe(words);
        when.Start.Iso.ShouldBe("2026-12-10T19:00-05:00");
        when.End!.ShouldBe(new EventMoment("2026-12-10T21:00-05:00", "21:00"));
        when.Zone.ShouldBe(new CivilZone(language == "en" ? "New York" : "纽约", "UTC−5") { Language = language });
    }

    [Fact]
    public void A_time_that_is_not_known_is_not_made_up()
    {
        var when = Of(Facts(new(2015, 10, 6), null, null, null));
        when.ShouldBe(new EventWhen(new("2015-10-06", "Tuesday, 6 October 2015"), null, null));
    }

    [Fact]
    public void Several_days_without_times_are_two_dates()
    {
        var when = Of(Facts(new(2026, 6, 4), null, new(2026, 6, 5), null));
        when.End.ShouldBe(new EventMoment("2026-06-05", "Friday, 5 June 2026"));
        when.Zone.ShouldBeNull();
    }

    [Fact]
    public void An_end_on_another_day_says_the_day() =>
        Of(Facts(new(2026, 12, 31), new(22, 0), new(2027, 1, 1), new(1, 0))).End.ShouldBe(new EventMoment("2027-01-01T01:00-05:00",
        "Friday, 1 January 2027, 01:00"));

    [Fact]
    public void Only_an_end_says_the_day_once() =>
        Of(Facts(new(2026, 12, 10), null, null, new(11, 0))).ShouldSatisfyAllConditions(
            when => when.Start.Text.ShouldBe("Thursday, 10 December 2026"), when => when.End!.Text.ShouldBe("11:00"));

    [Fact]
    public void Of_an_hour_that_comes_twice_the_first_is_meant_on_the_page_as_in_the_calendar()
    {
        var facts = Facts(new(2026, 11, 1), new(1, 30), null, null);

        var when = Of(facts);

        (when.Start.Iso, when.Zone!.Offset).ShouldBe(("2026-11-01T01:30-04:00", "UTC−4"));
        facts.StartUtc.ShouldBe(new DateTime(2026, 11, 1, 5, 30, 0, DateTimeKind.Utc));
    }

    [Theory]
    [InlineData("America/New_York", "2026-07-01", "New York", "UTC−4")]
    [InlineData("America/Argentina/Buenos_Aires", "2026-07-01", "Buenos Aires", "UTC−3")]
    [InlineData("Asia/Kathmandu", "2026-07-01", "Kathmandu", "UTC+5:45")]
    [InlineData("Europe/London", "2026-01-01", "London", "UTC")]
    [InlineData("Etc/UTC", "2026-01-01", "", "UTC")]
    [InlineData("America/St_Johns", "2026-01-01", "St Johns", "UTC−3:30")]
    public void A_zone_is_a_city_and_the_offset_of_that_day(string id, string day, string city, string offset) =>
        CivilZone.At(id, DateOnly.Parse(day, null).ToDateTime(new TimeOnly(12, 0))).ShouldBe(new CivilZone(city, offset));

    [Fact]
    public void A_zone_that_is_unknown_here_breaks_nothing()
    {
        CivilZone.At("Moon/Tycho", new DateTime(2026, 1, 1)).ShouldBeNull();
        EventMoment.Of(new(2026, 1, 1), new(12, 0), "Moon/Tycho").Iso.ShouldBe("2026-01-01T12:00");
        CivilZone.IsKnown("../../etc/passwd").ShouldBeFalse();
        CivilZone.IsKnown("").ShouldBeFalse();
        CivilZone.IsKnown("America/New_York").ShouldBeTrue();
    }

    [Theory]
    [InlineData("Asia/Beijing", "Asia/Shanghai")]
    [InlineData("北京", "Asia/Shanghai")]
    [InlineData("asia/seoul", "Asia/Seoul")]
    [InlineData("ASIA/SEOUL", "Asia/Seoul")]
    public void A_zone_in_another_spelling_is_not_taken_and_the_right_one_is_named(string typed, string right)
    {
        // Once all zones are known, the framework finds them in any case.
        TimeZoneInfo.GetSystemTimeZones().ShouldNotBeEmpty();
        CivilZone.IsKnown(typed).ShouldBeFalse();
        ZoneNames.Near(typed).ShouldContain(right);
        CivilZone.IsKnown(right).ShouldBeTrue();
    }

    [Fact]
    public void The_hour_that_clocks_skip_is_known() =>
        CivilZone.Skips("America/New_York", new DateTime(2026, 3, 8, 2, 30, 0)).ShouldBeTrue();

    private static EventWhen Of(EventFacts facts, string language = "en") => EventWhen.Of(facts, Language.Find(language)!);

    private static EventFacts Facts(DateOnly day, TimeOnly? at, DateOnly? until, TimeOnly? end) =>
        EventFacts.None with { StartsOn = day, StartsAt = at, EndsOn = until, EndsAt = end };
}
