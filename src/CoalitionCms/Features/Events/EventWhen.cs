using System.Globalization;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>
/// When an event takes place, as text in the local time of its place: the day never shifts for a reader in another time zone. Shows only
/// what is known: without a time of day there is neither a time nor a time zone.
/// </summary>
/// <param name="Zone">The time zone of the times; null when there is no time.</param>
internal sealed record EventWhen(EventMoment Start, EventMoment? End, CivilZone? Zone)
{
    public static EventWhen Of(EventFacts facts, Language language)
    {
        var start = EventMoment.Of(facts.StartsOn, facts.StartsAt, facts.TimeZone);
        var lastDay = facts.EndsOn ?? facts.StartsOn;
        var oneDay = lastDay == facts.StartsOn;
        var end = oneDay && facts.EndsAt is null ? null : EventMoment.Of(lastDay, facts.EndsAt, facts.TimeZone);
        return new(
            start with { Text = Print(facts.StartsOn, facts.StartsAt, language) },
            end is null
            ? null
            : end with
            {
                Text = oneDay
            ? Clock(facts.EndsAt!.Value)
            : Print(lastDay, facts.EndsAt, language)
            },
            ZoneOf(facts, language));
    }

    private static CivilZone? ZoneOf(EventFacts facts, Language language)
    {
        if ((facts.StartsAt ?? facts.EndsAt) is not { } time)
        {
            return null;
        }

        var zone = CivilZone.At(facts.TimeZone, facts.StartsOn.ToDateTime(time));
        return zone is not null && ZoneNames.CityOf(facts.TimeZone, language) is { } city
            ? zone with { City = city, Language = language.Code }
            : zone;
    }

    private static string Print(DateOnly day, TimeOnly? time, Language language)
    {
        var date = FuzzyDateText.Print(FuzzyDate.On(day), language.Culture, Text);
        var words = string.Format(language.Culture, Text("Events.Day"), date, language.Culture.DateTimeFormat.GetDayName(day.DayOfWeek));
        return time is { } at ? string.Format(language.Culture, Text("Events.DayAndTime"), words, Clock(at)) : words;

        string Text(string key) => language.Texts.GetValueOrDefault(key) ?? Language.English.Texts[key];
    }

    private static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>A point in time, machine-readable and, once formatted, for readers.</summary>
/// <param name="Iso"><c>2026-12-10T19:00-05:00</c>, or only the date if the time is unknown.</param>
internal sealed record EventMoment(string Iso, string Text)
{
    /// <summary>Returns the machine-readable point in time, with the event's own UTC offset.</summary>
    public static EventMoment Of(DateOnly day, TimeOnly? time, string timeZone)
    {
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (time is not { } at)
        {
            return new(date, "");
        }

        var local = day.ToDateTime(at);
        return TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone)
            ? new(new DateTimeOffset(local, CivilZone.OffsetAt(zone, local))
            .ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture), "")
            : new(local.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture), "");
    }
}
