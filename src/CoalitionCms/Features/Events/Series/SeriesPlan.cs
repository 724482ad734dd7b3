using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Integrity;

namespace CoalitionCms.Features.Events;

/// <summary>What happens to one date of a series.</summary>
internal enum SeriesStepKind
{
    Past,

    Kept,

    Excepted,

    Changed,

    /// <summary>It is moved to this day.</summary>
    Moved,

    New,

    /// <summary>It is cancelled, or moved to the trash if it is not public and has no people on its list.</summary>
    Dropped,
}

/// <summary>One date of a plan.</summary>
/// <param name="Day">The day.</param>
/// <param name="Date">The event; null for one to be created.</param>
internal sealed record SeriesStep(DateOnly Day, SeriesStepKind Kind, SeriesEvent? Date);

/// <summary>An event of a series, in its current state.</summary>
/// <param name="PlannedOn">Its day by the rule.</param>
/// <param name="EntryId">Its original entry.</param>
/// <param name="IsExcepted">True when it was changed by hand.</param>
/// <param name="State">State of its original entry.</param>
internal sealed record SeriesEvent(Guid EventId, DateOnly PlannedOn, EventFacts Facts, Guid EntryId, string Title, string Language,
    bool IsExcepted, EntryState State)
{
    public bool IsPublic => State is EntryState.Published or EntryState.PublishedWithChanges;
}

/// <summary>The effects of a rule on a series, shown before anything is saved.</summary>
/// <param name="Steps">Each date, in order.</param>
/// <param name="Gaps">Days on which the time is skipped by daylight saving time. If there are any, nothing is applied.</param>
internal sealed record SeriesPlan(IReadOnlyList<SeriesStep> Steps, IReadOnlyList<DateOnly> Gaps)
{
    /// <summary>An event that is moved by fewer days than this is still the same event.</summary>
    private const int SameOneWithinDays = 7;

    public string Signature =>
        ContentHash.Of([.. Steps.Select(s => $"{s.Day:O} {s.Kind} {s.Date?.EventId} {(s.Date is null ? "" : HashOf(s.Date.Facts))}")]);

    public int Count(SeriesStepKind kind) => Steps.Count(s => s.Kind == kind);

    /// <summary>Returns the hash that identifies facts written by the series.</summary>
    internal static string HashOf(EventFacts facts) => ContentHash.Of(FactsJson.Write(facts));

    /// <summary>Returns the facts of the template event, on another day.</summary>
    internal static EventFacts On(EventFacts pattern, DateOnly day) => pattern with
    {
        StartsOn = day,
        EndsOn = pattern.EndsOn?.AddDays(day.DayNumber - pattern.StartsOn.DayNumber),
        Status = pattern.Status == EventStatus.Cancelled ? EventStatus.Confirmed : pattern.Status,
    };

    /// <summary>Compares a rule with the existing events. Past events, and events changed by hand, are left unchanged.</summary>
    /// <param name="pattern">The event that provides time and place.</param>
    /// <param name="patternId">Its id. The event itself is never changed.</param>
    /// <param name="today">Today in the event's time zone.</param>
    internal static SeriesPlan Of(SeriesRule rule, EventFacts pattern, Guid patternId, IReadOnlyList<SeriesEvent> dates, DateOnly today)
    {
        var steps = new List<SeriesStep>();
        var free = new SortedSet<DateOnly>(rule.Days().Where(day => day >= today));
        var open = new List<SeriesEvent>();
        foreach (var date in dates.OrderBy(d => d.PlannedOn))
        {
            if (date.PlannedOn < today || date.Facts.StartsOn < today)
            {
                steps.Add(new(date.Facts.StartsOn, SeriesStepKind.Past, date));
                free.Remove(date.PlannedOn);
            }
            else if (date.EventId == patternId || date.IsExcepted)
            {
                steps.Add(new(date.Facts.StartsOn, date.EventId == patternId ? SeriesStepKind.Kept : SeriesStepKind.Excepted, date));
                free.Remove(date.PlannedOn);
            }
            else if (free.Remove(date.PlannedOn))
            {
                steps.Add(new(date.PlannedOn, date.Facts == On(pattern, date.PlannedOn)
                    ? SeriesStepKind.Kept
                    : SeriesStepKind.Changed, date));
            }
            else
            {
                open.Add(date);
            }
        }

        foreach (var date in open)
        {
            var near = free.OrderBy(day => Math.Abs(day.DayNumber - date.PlannedOn.DayNumber)).Cast<DateOnly?>().FirstOrDefault();
            var isNear = near is { } found && Math.Abs(found.DayNumber - date.PlannedOn.DayNumber) < SameOneWithinDays
                && free.Remove(found);
            steps.Add(isNear ? new(near!.Value, SeriesStepKind.Moved, date) : new(date.PlannedOn, SeriesStepKind.Dropped, date));
        }

        steps.AddRange(free.Select(day => new SeriesStep(day, SeriesStepKind.New, null)));
        var gaps = steps.Where(s => s.Kind is SeriesStepKind.New or SeriesStepKind.Moved or SeriesStepKind.Changed
            && Skips(On(pattern, s.Day))).Select(s => s.Day);
        return new([.. steps.OrderBy(s => s.Day)], [.. gaps.Order()]);
    }

    private static bool Skips(EventFacts facts) =>
        (facts.StartsAt is { } start && CivilZone.Skips(facts.TimeZone, facts.StartsOn.ToDateTime(start)))
        || (facts.EndsAt is { } end && CivilZone.Skips(facts.TimeZone, (facts.EndsOn ?? facts.StartsOn).ToDateTime(end)));
}
