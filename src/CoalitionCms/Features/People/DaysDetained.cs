using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>What a number of days promises.</summary>
public enum CountPrecision
{
    /// <summary>Every day that it is made from is known.</summary>
    Exact,

    /// <summary>It may be more, and nothing says how many: a begin or an end is open or unknown.</summary>
    AtLeast,

    /// <summary>It may be none, and not more than so many.</summary>
    AtMost,

    /// <summary>Some dates are known by month, year or range alone: not fewer than the one number and not more than the other.</summary>
    Between,

    About,

    AboutOrMore,

    AboutAtMost,

    /// <summary>A source says "about" of dates known by month, year or range alone.</summary>
    AboutBetween,

    Unknown,
}

/// <summary>Days in one sort of custody.</summary>
/// <param name="Days">Full days from the first to the last, as a calendar counts them; the fewest that it can be.</param>
/// <param name="Most">The most that it can be; null where nothing says.</param>
/// <param name="Precision">What the numbers promise.</param>
/// <param name="IsUncertain">True where a source is not sure of a date.</param>
/// <param name="Since">Begin of the stretch that goes on, else of the first.</param>
/// <param name="Until">End of the last stretch; unknown while it goes on.</param>
/// <param name="GoesOn">True when the person is held in this way today.</param>
/// <param name="Stretches">How many times.</param>
public sealed record DayCount(Custody Custody, int Days, int? Most, CountPrecision Precision, bool IsUncertain, FuzzyDate Since,
    FuzzyDate Until, bool GoesOn, int Stretches);

/// <summary>
/// Counts the days that somebody was held. Where a date is not exact, the fewest are counted
/// from the last day it may have begun to the first it may have ended,
/// the most from the first to the last.
/// </summary>
public static class DaysDetained
{
    /// <summary>One count for prison and one for house arrest, those that there are, prison first.</summary>
    public static IReadOnlyList<DayCount> Of(PersonFacts facts, DateOnly today)
    {
        var spans = CustodySpan.Of(facts, today);
        return [.. Certain(spans).Zip(Possible(spans)).GroupBy(s => s.First.Span.Custody).OrderBy(g => g.Key)
            .Select(g => Sum(g.Key, [.. g.Select(s => s.First)], [.. g.Select(s => s.Second)]))];
    }

    /// <summary>True where the state holds the person, or is thought to.</summary>
    public static bool IsHeld(CaseStatus status) =>
        status is CaseStatus.Imprisoned or CaseStatus.Detained or CaseStatus.WhereaboutsUnknown or CaseStatus.HouseArrest;

    /// <summary>The days of each stretch that are certain. A day counts once, also
    /// where careless dates put it into two stretches.</summary>
    private static IEnumerable<(CustodySpan Span, int Days)> Certain(IReadOnlyList<CustodySpan> spans)
    {
        var counted = DateOnly.MinValue;
        foreach (var span in spans)
        {
            var first = span.CertainFrom < counted ? counted : span.CertainFrom;
            yield return (span, first is { } from && span.CertainUntil is { } until ? Math.Max(0, until.DayNumber - from.DayNumber) : 0);
            counted = span.CertainUntil > counted ? span.CertainUntil.Value : counted;
        }
    }

    /// <summary>The days of each stretch that are possible, so far as they are bounded: none begins
    /// before the one before it is over, or goes on after the next began.</summary>
    private static IEnumerable<(DateOnly? From, DateOnly? Until)> Possible(IReadOnlyList<CustodySpan> spans)
    {
        foreach (var (i, span) in spans.Index())
        {
            var over = i == 0 ? null : spans[i - 1].CertainUntil ?? spans[i - 1].PossibleFrom;
            var next = i == spans.Count - 1 ? null : spans[i + 1].CertainFrom ?? spans[i + 1].PossibleUntil;
            var from = over is null || span.PossibleFrom > over ? span.PossibleFrom : over;
            yield return (from, next is null || span.PossibleUntil < next ? span.PossibleUntil : next);
        }
    }

    private static DayCount Sum(Custody custody, List<(CustodySpan Span, int Days)> certain,
        List<(DateOnly? From, DateOnly? Until)> possible)
    {
        var days = certain.Sum(s => s.Days);
        int? most = possible.TrueForAll(p => p is { From: not null, Until: not null }) ? Math.Max(days, Union(possible)) : null;
        List<CustodySpan> spans = [.. certain.Select(s => s.Span)];
        var current = spans.Find(s => s.GoesOn);
        return new(
            custody,
            days,
            most,
            Precision(days, most, spans.Exists(s => s.From.IsAbout || s.Until.IsAbout)),
            spans.Exists(s => s.From.IsUncertain || s.Until.IsUncertain),
            (current ?? spans[0]).From,
            current is null ? spans[^1].Until : FuzzyDate.Unknown,
            current is not null,
            spans.Count);
    }

    private static int Union(List<(DateOnly? From, DateOnly? Until)> possible)
    {
        var (sum, counted) = (0, DateOnly.MinValue);
        foreach (var (from, until) in possible.OrderBy(p => p.From))
        {
            var first = from < counted ? counted : from!.Value;
            sum += Math.Max(0, until!.Value.DayNumber - first.DayNumber);
            counted = until > counted ? until.Value : counted;
        }

        return sum;
    }

    private static CountPrecision Precision(int days, int? most, bool isAbout) => (days, most) switch
    {
        (0, null) => CountPrecision.Unknown,
        (_, null) => isAbout ? CountPrecision.AboutOrMore : CountPrecision.AtLeast,
        var (least, greatest) when least == greatest => isAbout ? CountPrecision.About : CountPrecision.Exact,
        (0, _) => isAbout ? CountPrecision.AboutAtMost : CountPrecision.AtMost,
        _ => isAbout ? CountPrecision.AboutBetween : CountPrecision.Between,
    };
}
