using CoalitionCms.Kernel;

namespace CoalitionCms.Features.People;

/// <summary>What a number of days promises.</summary>
public enum CountPrecision
{
    /// <summary>Every day that it is made from is known.</summary>
    Exact,

    /// <summary>It may be more: some days are known by month or year alone, or not at all.</summary>
    AtLeast,

    /// <summary>A source says "about".</summary>
    About,

    /// <summary>A source says "about", and it may be more.</summary>
    AboutOrMore,
}

/// <summary>Days in one sort of custody.</summary>
/// <param name="Custody">Which.</param>
/// <param name="Days">Full days from the first to the last, as a calendar counts them.</param>
/// <param name="Precision">What the number promises.</param>
/// <param name="Since">Begin of the stretch that goes on, else of the first.</param>
/// <param name="Until">End of the last stretch; unknown while it goes on.</param>
/// <param name="GoesOn">True when the person is held in this way today.</param>
/// <param name="Stretches">How many times.</param>
public sealed record DayCount(Custody Custody, int Days, CountPrecision Precision, FuzzyDate Since, FuzzyDate Until, bool GoesOn, int Stretches);

/// <summary>Counts the days that somebody was held. Where a date is not exact it counts from the last day it may have begun to the first it may have ended.</summary>
public static class DaysDetained
{
    /// <summary>One count for prison and one for house arrest, those that there are, prison first.</summary>
    public static IReadOnlyList<DayCount> Of(PersonFacts facts, DateOnly today)
    {
        var stretches = facts.Episodes.OrderBy(e => e.From).Select(e => Measure(e, facts, today)).ToList();
        RemoveOverlaps(stretches);
        return [.. stretches.GroupBy(s => s.Custody).OrderBy(g => g.Key).Select(g => Sum(g.Key, [.. g]))];
    }

    /// <summary>True where the state holds the person, or is thought to.</summary>
    public static bool IsHeld(CaseStatus status) =>
        status is CaseStatus.Imprisoned or CaseStatus.Detained or CaseStatus.WhereaboutsUnknown or CaseStatus.HouseArrest;

    private static Stretch Measure(DetentionEpisode episode, PersonFacts facts, DateOnly today)
    {
        var until = !episode.Until.IsUnknown || episode.Ended ? episode.Until : facts.Died;
        var goesOn = !episode.Ended && until.IsUnknown && IsHeld(facts.Status);
        var first = episode.From.Latest;
        var last = goesOn ? today : until.Earliest;
        return new()
        {
            Custody = episode.Custody,
            From = episode.From,
            Until = until,
            GoesOn = goesOn,
            First = first,
            Last = last is null ? first : last < today ? last : today,
            IsAbout = episode.From.IsAbout || until.IsAbout,
            IsOpen = episode.From.Precision != DatePrecision.Day || (!goesOn && until.Precision != DatePrecision.Day),
        };
    }

    /// <summary>A day counts once, also where careless dates put it into two stretches.</summary>
    private static void RemoveOverlaps(List<Stretch> stretches)
    {
        var counted = DateOnly.MinValue;
        foreach (var stretch in stretches)
        {
            if (stretch.First < counted)
                stretch.First = counted;
            if (stretch.Last > counted)
                counted = stretch.Last.Value;
        }
    }

    private static DayCount Sum(Custody custody, List<Stretch> stretches)
    {
        var days = stretches.Sum(s => s is { First: { } first, Last: { } last } ? Math.Max(0, last.DayNumber - first.DayNumber) : 0);
        var current = stretches.Find(s => s.GoesOn);
        var precision = (stretches.Exists(s => s.IsAbout), stretches.Exists(s => s.IsOpen)) switch
        {
            (true, true) => CountPrecision.AboutOrMore,
            (true, false) => CountPrecision.About,
            (false, true) => CountPrecision.AtLeast,
            _ => CountPrecision.Exact,
        };
        return new(custody, days, precision, (current ?? stretches[0]).From, current is null ? stretches[^1].Until : FuzzyDate.Unknown, current is not null, stretches.Count);
    }

    private sealed class Stretch
    {
        public Custody Custody { get; init; }

        public required FuzzyDate From { get; init; }

        public required FuzzyDate Until { get; init; }

        public bool GoesOn { get; init; }

        public DateOnly? First { get; set; }

        public DateOnly? Last { get; init; }

        public bool IsAbout { get; init; }

        public bool IsOpen { get; init; }
    }
}
