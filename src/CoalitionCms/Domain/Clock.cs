namespace CoalitionCms.Domain;

/// <summary>
/// Time conventions: instants are UTC, truncated to the millisecond so that every database returns the value it was given; days are in the
/// site's time zone.
/// </summary>
internal static class Clock
{
    /// <summary>How far clocks are apart, or are put right, without anybody taking notice.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    /// <summary>The current UTC time, truncated to the millisecond.</summary>
    public static DateTime NowToMillisecond(this TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
    }

    /// <summary>
    /// True when an instant is at most this long ago, or ahead. Security: what was noted while the host's clock was wrong lasts no longer
    /// for it.
    /// </summary>
    public static bool IsWithin(this TimeProvider clock, TimeSpan length, DateTime instant) =>
        (clock.GetUtcNow().UtcDateTime - instant).Duration() <= length;

    public static DateOnly TodayIn(this TimeProvider clock, TimeZoneInfo zone) => DayIn(clock.GetUtcNow().UtcDateTime, zone);

    public static DateOnly DayIn(DateTime utc, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, zone));
}
