using CoalitionCms.Data.Audit;

namespace CoalitionCms.Features.Events;

public enum SeriesRhythm
{
    /// <summary>On the same day of the week.</summary>
    Weekly,

    /// <summary>On the first, second … such weekday of the month. A month without a fifth one is skipped.</summary>
    MonthlyByWeekday,

    /// <summary>On the last such weekday of the month.</summary>
    MonthlyByLastWeekday,
}

/// <summary>The rule for the dates of a series.</summary>
/// <param name="Rhythm">How the event recurs.</param>
/// <param name="Every">The interval in weeks or months.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The latest possible day; null if a count ends the series.</param>
/// <param name="Count">The number of dates; null if a day ends the series.</param>
internal sealed record SeriesRule(SeriesRhythm Rhythm, int Every, DateOnly From, DateOnly? Until, int? Count)
{
    /// <summary>The maximum number of dates in a series: two years of weeks.</summary>
    public const int MaxDays = 104;

    /// <summary>Returns the dates, one more than <see cref="MaxDays"/> if there are too many.</summary>
    public IReadOnlyList<DateOnly> Days() =>
        [.. Endless().TakeWhile(day => Until is null || day <= Until).Take(Math.Min(Count ?? int.MaxValue, MaxDays + 1))];

    private IEnumerable<DateOnly> Endless()
    {
        // A limit for rules that would otherwise not end.
        const int MostSteps = 2_400;
        for (var step = 0; step < MostSteps; step++)
        {
            if ((Rhythm == SeriesRhythm.Weekly
                ? From.AddDays(7 * Every * step)
                : InMonth(new DateOnly(From.Year, From.Month, 1).AddMonths(Every * step))) is { } day && day >= From)
            {
                yield return day;
            }
        }
    }

    private DateOnly? InMonth(DateOnly first)
    {
        var earliest = first.AddDays(((int)From.DayOfWeek - (int)first.DayOfWeek + 7) % 7);
        var last = first.AddMonths(1).AddDays(-1);
        var day = Rhythm == SeriesRhythm.MonthlyByLastWeekday
            ? earliest.AddDays((last.DayNumber - earliest.DayNumber) / 7 * 7)
            : earliest.AddDays((From.Day - 1) / 7 * 7);
        return day <= last ? day : null;
    }
}

/// <summary>A recurring event. Each of its dates is a separate event, with its own text, page and attendance.</summary>
internal sealed class EventSeries : IAudited
{
    private EventSeries()
    {
    }

    public EventSeries(Guid id) => Id = id;

    public Guid Id { get; private set; }
    public SeriesRhythm Rhythm { get; private set; }
    public int Every { get; private set; }
    public DateOnly StartsOn { get; private set; }

    /// <summary>The latest possible day.</summary>
    public DateOnly? UntilOn { get; private set; }

    public int? Count { get; private set; }
    public long Version { get; private set; }

    public SeriesRule ToRule() => new(Rhythm, Every, StartsOn, UntilOn, Count);

    public void Follow(SeriesRule rule)
    {
        (Rhythm, Every, StartsOn, UntilOn, Count) = (rule.Rhythm, rule.Every, rule.From, rule.Until, rule.Count);
        Version++;
    }
}

internal sealed class SeriesDate
{
    private SeriesDate()
    {
    }

    public SeriesDate(Guid eventId, Guid seriesId, DateOnly plannedOn, string written) =>
        (EventId, SeriesId, PlannedOn, Written) = (eventId, seriesId, plannedOn, written);

    public Guid EventId { get; private set; }
    public Guid SeriesId { get; private set; }

    /// <summary>The day by the rule; the event itself may have been moved by hand.</summary>
    public DateOnly PlannedOn { get; private set; }

    /// <summary>
    /// Hash of the facts that the series wrote last. An event with other facts was changed by hand, and the series leaves it unchanged.
    /// </summary>
    public string Written { get; private set; } = "";

    public void Write(DateOnly plannedOn, string written) => (PlannedOn, Written) = (plannedOn, written);
}
