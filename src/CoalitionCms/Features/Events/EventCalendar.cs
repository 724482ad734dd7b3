using System.Globalization;
using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>An event as a calendar shows it. It has no fields for attendees.</summary>
/// <param name="Id">The event; its id in the calendar never changes.</param>
/// <param name="Sequence">Counts the changes of the facts, so that a calendar can tell which of two versions is newer.</param>
/// <param name="UpdatedAt">When the public event last changed, UTC.</param>
/// <param name="Url">Absolute URL of its page.</param>
internal sealed record CalendarEvent(Guid Id, EventFacts Facts, long Sequence, DateTime UpdatedAt, string Title, string Summary, string Url,
    Language Language);

/// <summary>
/// Writes events as iCalendar (RFC 5545): in their own time zones, with the zones' clock changes; an event without a time is written as a
/// date.
/// </summary>
internal static class EventCalendar
{
    private const int MostOctets = 75;

    /// <summary>Returns the calendar, with the name that programs show for it.</summary>
    public static string Write(string name, IReadOnlyList<CalendarEvent> events)
    {
        var lines =
            new List<string> { "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//CoalitionCms//EN", "CALSCALE:GREGORIAN",
            "X-WR-CALNAME:" + Escape(name) };
        foreach (var zone in events.Where(e => e.Facts.StartsAt is not null).GroupBy(e => e.Facts.TimeZone, StringComparer.Ordinal))
        {
            lines.AddRange(CalendarZone.Lines(zone.Key, zone.Min(e => e.Facts.StartUtc), zone.Max(e => e.Facts.EndUtc)));
        }

        lines.AddRange(events.SelectMany(Lines));
        lines.Add("END:VCALENDAR");
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            Fold(line, text);
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(CalendarEvent happening)
    {
        var facts = happening.Facts;
        var language = ";LANGUAGE=" + happening.Language.Code;
        yield return "BEGIN:VEVENT";
        yield return $"UID:{happening.Id:D}";
        yield return "DTSTAMP:" + Utc(happening.UpdatedAt);
        yield return "LAST-MODIFIED:" + Utc(happening.UpdatedAt);
        yield return string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{happening.Sequence}");
        yield return "STATUS:" + facts.Status.ToString().ToUpperInvariant();
        yield return $"SUMMARY{language}:{Escape(happening.Title)}";
        if (facts.StartsAt is { } startsAt)
        {
            yield return $"DTSTART;TZID={facts.TimeZone}:{Local(facts.StartsOn, startsAt)}";
            if (facts.EndsAt is { } endsAt)
            {
                yield return $"DTEND;TZID={facts.TimeZone}:{Local(facts.EndsOn ?? facts.StartsOn, endsAt)}";
            }
        }
        else
        {
            // The end of an all-day event is the following day, by the standard (3.6.1).
            yield return "DTSTART;VALUE=DATE:" + Day(facts.StartsOn);
            yield return "DTEND;VALUE=DATE:" + Day((facts.EndsOn ?? facts.StartsOn).AddDays(1));
        }

        if (happening.Summary.Length > 0)
        {
            yield return $"DESCRIPTION{language}:{Escape(happening.Summary)}";
        }

        var place =
            new[] { facts.Venue.For(happening.Language.Code)?.Text, facts.Address.For(happening.Language.Code)?.Text }.OfType<string>()
            .ToList();
        if (place.Count > 0)
        {
            yield return "LOCATION:" + Escape(string.Join(", ", place));
        }

        yield return "URL:" + happening.Url;
        yield return "END:VEVENT";
    }

    internal static string Local(DateOnly day, TimeOnly time) =>
        day.ToDateTime(time).ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Utc(DateTime utc) => utc.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).ReplaceLineEndings("\\n");

    /// <summary>Lines are measured in octets (3.1), and a multi-byte character is never split.</summary>
    private static void Fold(string line, StringBuilder text)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MostOctets)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune);
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
