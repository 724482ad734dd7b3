using System.Globalization;

namespace CoalitionCms.Features.Events;

/// <summary>
/// The clock changes of a time zone around some events, as VTIMEZONE (RFC 5545, 3.6.5), so that a program need not know the zone by name.
/// </summary>
internal static class CalendarZone
{
    public static IEnumerable<string> Lines(string id, DateTime firstUtc, DateTime lastUtc)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        var (at, end) = (firstUtc.AddYears(-1).Date, lastUtc.AddYears(1).Date);
        yield return "BEGIN:VTIMEZONE";
        yield return "TZID:" + id;
        foreach (var line in Observance(zone, at, zone.GetUtcOffset(at)))
        {
            yield return line;
        }

        for (var day = at; day < end; day = day.AddDays(1))
        {
            if (zone.GetUtcOffset(day) != zone.GetUtcOffset(day.AddDays(1)))
            {
                foreach (var line in Observance(zone, ChangeBetween(zone, day, day.AddDays(1)), zone.GetUtcOffset(day)))
                {
                    yield return line;
                }
            }
        }

        yield return "END:VTIMEZONE";
    }

    private static string[] Observance(TimeZoneInfo zone, DateTime fromUtc, TimeSpan before)
    {
        var (kind, now) = (zone.IsDaylightSavingTime(fromUtc) ? "DAYLIGHT" : "STANDARD", zone.GetUtcOffset(fromUtc));
        return
        [
            "BEGIN:" + kind,
            "DTSTART:" + (fromUtc + before).ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture),
            "TZOFFSETFROM:" + Print(before),
            "TZOFFSETTO:" + Print(now),
            "END:" + kind,
        ];
    }

    private static DateTime ChangeBetween(TimeZoneInfo zone, DateTime before, DateTime after)
    {
        var old = zone.GetUtcOffset(before);
        while (after - before > TimeSpan.FromMinutes(1))
        {
            var middle = before + TimeSpan.FromMinutes(Math.Floor((after - before).TotalMinutes / 2));
            (before, after) = zone.GetUtcOffset(middle) == old ? (middle, after) : (before, middle);
        }

        return after;
    }

    private static string Print(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hhmm", CultureInfo.InvariantCulture);
}
