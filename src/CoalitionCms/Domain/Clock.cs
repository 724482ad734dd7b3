namespace CoalitionCms.Domain;

/// <summary>The time contract: instants are UTC, cut to the millisecond so that every
/// database gives back what it was given; days are the site's.</summary>
public static class Clock
{
    /// <summary>Now, UTC, cut to the millisecond.</summary>
    public static DateTime NowToMillisecond(this TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
    }

    public static DateOnly TodayIn(this TimeProvider clock, TimeZoneInfo zone) => DayIn(clock.GetUtcNow().UtcDateTime, zone);

    public static DateOnly DayIn(DateTime utc, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, zone));
}
