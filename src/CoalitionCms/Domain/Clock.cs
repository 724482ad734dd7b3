namespace CoalitionCms.Domain;

/// <summary>
/// Time conventions: instants are UTC, truncated to the millisecond so that every database returns the value it was given; days are in the
/// site's time zone.
/// </summary>
internal static class Clock
{
    /// <summary>The current UTC time, truncated to the millisecond.</summary>
    public static DateTime NowToMillisecond(this TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
    }

    public static DateOnly TodayIn(this TimeProvider clock, TimeZoneInfo zone) => DayIn(clock.GetUtcNow().UtcDateTime, zone);

    public static DateOnly DayIn(DateTime utc, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, zone));
}
