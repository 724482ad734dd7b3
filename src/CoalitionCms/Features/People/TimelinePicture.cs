using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>
/// The positions of the parts of a case's timeline, in per cent of its width. Text and bars keep their size on any screen.
/// </summary>
/// <param name="LastYear">Year at the right edge, up to its end.</param>
/// <param name="Bars">Periods in custody.</param>
/// <param name="Marks">Steps of the case.</param>
internal sealed record TimelinePicture(int FirstYear, int LastYear, IReadOnlyList<TimelineBar> Bars, IReadOnlyList<TimelineMark> Marks,
    IReadOnlyList<TimelineYear> Years)
{
    /// <summary>Position of today, while the person is held; null otherwise.</summary>
    public double? Today { get; init; }

    private const int MostLabels = 6;
    private const double LastLabelAt = 90;
    private static readonly int[] Steps = [1, 2, 5, 10, 20, 50, 100];

    /// <summary>Returns the timeline, or null if no date is known.</summary>
    public static TimelinePicture? Of(PersonFacts facts, DateOnly today)
    {
        var spans = CustodySpan.Of(facts, today).Where(s => !s.From.IsUnknown).Select(s => s with { PossibleUntil = LastDrawn(s, today) })
            .ToList();
        var dates = facts.CaseEvents.Select(e => e.Date).Where(d => !d.IsUnknown).ToList();
        DateOnly[] days =
        [
            .. spans.SelectMany(s => new[] { s.PossibleFrom ?? s.CertainFrom!.Value, s.PossibleUntil!.Value }),
            .. dates.SelectMany(d => new[] { d.Earliest ?? d.Latest!.Value, LastDrawn(d, today) }),
        ];
        if (days.Length == 0)
        {
            return null;
        }

        var (firstYear, lastYear) = (days.Min().Year, days.Max().Year);
        var axis = new Axis(new DateOnly(firstYear, 1, 1), new DateOnly(lastYear, 12, 31), today);
        return new(
            firstYear,
            lastYear,
            [.. spans.Select(axis.Bar)],
            [.. dates.Select(axis.Mark)],
            [.. axis.Years(firstYear, lastYear)])
        {
            Today = spans.Exists(s => s.GoesOn) ? axis.At(today) : null,
        };
    }

    /// <summary>A period that ended on an unknown day is drawn for the days on which it may have begun.</summary>
    private static DateOnly LastDrawn(CustodySpan span, DateOnly today)
    {
        var last = span.PossibleUntil ?? LastDrawn(span.From, today);
        return last < span.PossibleFrom ? LastDrawn(span.From, today) : last;
    }

    /// <summary>A date without a last day may be any day until today.</summary>
    private static DateOnly LastDrawn(FuzzyDate date, DateOnly today) =>
        date.Latest ?? (date.Earliest > today ? date.Earliest.Value : today);

    private sealed class Axis(DateOnly first, DateOnly last, DateOnly today)
    {
        // A period without a first day may have begun before the first year of the timeline.
        public TimelineBar Bar(CustodySpan span)
        {
            var (from, to) = (At(span.PossibleFrom ?? first), At(span.PossibleUntil!.Value));
            var (sureFrom, sureTo) = span is { CertainFrom: { } begin, CertainUntil: { } end } ? (At(begin), At(end)) : (from, from);
            return new(span.Custody, from, Math.Max(to - from, 0.6), sureFrom, Math.Max(sureTo - sureFrom, 0));
        }

        public TimelineMark Mark(FuzzyDate date)
        {
            var (from, to) = (At(date.Earliest ?? first), At(LastDrawn(date, today)));
            return new((from + to) / 2, from, to - from, date.IsExact);
        }

        public IEnumerable<TimelineYear> Years(int firstYear, int lastYear)
        {
            var step = Steps.First(s => (lastYear - firstYear) / s < MostLabels || s == Steps[^1]);
            for (var year = firstYear; year <= lastYear; year++)
            {
                var at = At(new DateOnly(year, 1, 1));
                if (year == firstYear || (year % step == 0 && at <= LastLabelAt
                    && at - At(new DateOnly(firstYear, 1, 1)) >= 100d / (MostLabels + 2)))
                {
                    yield return new(year, at);
                }
            }
        }

        public double At(DateOnly day) => 100d * (day.DayNumber - first.DayNumber) / (last.DayNumber + 1 - first.DayNumber);
    }
}

/// <summary>A period in custody: its possible extent, and the part that is certain.</summary>
internal sealed record TimelineBar(Custody Custody, double X, double Width, double SureX, double SureWidth);

/// <summary>A step of the case: its centre, and the range of its possible dates.</summary>
internal sealed record TimelineMark(double X, double From, double Width, bool IsExact)
{
    // Narrower ranges are hidden by the dot, even on a screen of 320 pixels.
    private const double WiderThanItsDot = 5;

    /// <summary>The ends of the range, if it is wide enough to show them.</summary>
    public IEnumerable<double> Ends => Width > WiderThanItsDot ? [From, From + Width] : [];
}

internal sealed record TimelineYear(int Year, double X);
