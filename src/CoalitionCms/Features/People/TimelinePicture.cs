using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>Where the parts of the picture of a case stand, in per cent of its
/// width. Text and bars keep their size on any screen.</summary>
/// <param name="LastYear">Year at the right, to its end.</param>
/// <param name="Bars">Times in custody.</param>
/// <param name="Marks">Steps of the case.</param>
public sealed record TimelinePicture(int FirstYear, int LastYear, IReadOnlyList<TimelineBar> Bars, IReadOnlyList<TimelineMark> Marks,
    IReadOnlyList<TimelineYear> Years)
{
    private const int MostLabels = 6;
    private const double LastLabelAt = 90;
    private static readonly int[] Steps = [1, 2, 5, 10, 20, 50, 100];

    /// <summary>The picture, or null where no date is known.</summary>
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
            return null;
        var (firstYear, lastYear) = (days.Min().Year, days.Max().Year);
        var axis = new Axis(new DateOnly(firstYear, 1, 1), new DateOnly(lastYear, 12, 31), today);
        return new(
            firstYear,
            lastYear,
            [.. spans.Select(axis.Bar)],
            [.. dates.Select(axis.Mark)],
            [.. axis.Years(firstYear, lastYear)]);
    }

    /// <summary>A stretch that ended, nobody knows when, is drawn so long as it may have begun.</summary>
    private static DateOnly LastDrawn(CustodySpan span, DateOnly today)
    {
        var last = span.PossibleUntil ?? LastDrawn(span.From, today);
        return last < span.PossibleFrom ? LastDrawn(span.From, today) : last;
    }

    /// <summary>A date without a last day may be any until today.</summary>
    private static DateOnly LastDrawn(FuzzyDate date, DateOnly today) =>
        date.Latest ?? (date.Earliest > today ? date.Earliest.Value : today);

    private sealed class Axis(DateOnly first, DateOnly last, DateOnly today)
    {
        // What has no first day may have begun before all that the picture shows.
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

        private double At(DateOnly day) => 100d * (day.DayNumber - first.DayNumber) / (last.DayNumber + 1 - first.DayNumber);
    }
}

/// <summary>A time in custody: all that it may have been, and the part that is certain.</summary>
public sealed record TimelineBar(Custody Custody, double X, double Width, double SureX, double SureWidth);

/// <summary>A step of the case: its middle, and the range that it may lie in.</summary>
public sealed record TimelineMark(double X, double From, double Width, bool IsExact)
{
    // Narrower ones lie behind the dot, also on a screen of 320 pixels.
    private const double WiderThanItsDot = 5;

    /// <summary>Where a range has ends that can be told apart from others on the same line.</summary>
    public IEnumerable<double> Ends => Width > WiderThanItsDot ? [From, From + Width] : [];
}

public sealed record TimelineYear(int Year, double X);
