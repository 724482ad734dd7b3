using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>How exact a number of days is.</summary>
public enum CountPrecision
{
    /// <summary>All dates are known exactly.</summary>
    Exact,

    /// <summary>A minimum without a known maximum: a start or end is open or unknown.</summary>
    AtLeast,

    /// <summary>A maximum; the minimum is zero.</summary>
    AtMost,

    /// <summary>Some dates are known only by month, year or range: a minimum and a maximum.</summary>
    Between,

    About,

    AboutOrMore,

    AboutAtMost,

    /// <summary>As <c>Between</c>, but a source also says "about" for a date that is known only by month, year or range.</summary>
    AboutBetween,

    Unknown,
}

/// <summary>The days in one kind of custody.</summary>
/// <param name="Days">Full calendar days from the first to the last; the minimum.</param>
/// <param name="Most">The maximum; null if unknown.</param>
/// <param name="Precision">How exact the numbers are.</param>
/// <param name="IsUncertain">True if a source is not sure of a date.</param>
/// <param name="Since">Start of the current period, otherwise of the first.</param>
/// <param name="Until">End of the last period; unknown while it continues.</param>
/// <param name="GoesOn">True when the person is in this kind of custody today.</param>
/// <param name="Stretches">The number of periods.</param>
internal sealed record DayCount(Custody Custody, int Days, int? Most, CountPrecision Precision, bool IsUncertain, FuzzyDate Since,
    FuzzyDate Until, bool GoesOn, int Stretches);

/// <summary>
/// Counts the days that a person was held. If a date is not exact, the minimum is counted from the latest possible start to the earliest
/// possible end, the maximum from the earliest possible start to the latest possible end.
/// </summary>
internal static class DaysDetained
{
    /// <summary>Returns one count for prison and one for house arrest, as far as they apply, prison first.</summary>
    public static IReadOnlyList<DayCount> Of(PersonFacts facts, DateOnly today)
    {
        var spans = CustodySpan.Of(facts, today);
        return [.. Certain(spans).Zip(Possible(spans)).GroupBy(s => s.First.Span.Custody).OrderBy(g => g.Key)
            .Select(g => Sum(g.Key, [.. g.Select(s => s.First)], [.. g.Select(s => s.Second)]))];
    }

    /// <summary>True if the state holds the person, or is believed to.</summary>
    public static bool IsHeld(CaseStatus status) =>
        status is CaseStatus.Imprisoned or CaseStatus.Detained or CaseStatus.WhereaboutsUnknown or CaseStatus.HouseArrest;

    /// <summary>Returns the certain days of each period. A day counts once, even if inaccurate dates put it into two periods.</summary>
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

    /// <summary>
    /// Returns the possible days of each period, as far as they have limits: no period begins before the previous one has ended, or
    /// continues after the next has begun.
    /// </summary>
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
