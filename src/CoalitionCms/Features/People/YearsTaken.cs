namespace CoalitionCms.Features.People;

/// <summary>The people who were held longest: a row a person, with bars in per cent of the width.</summary>
internal sealed record YearsTaken(IReadOnlyList<TakenRow> Rows, IReadOnlyList<TimelineYear> Years)
{
    private const int MostRows = 7;
    private const int MostLabels = 6;
    private static readonly int[] Steps = [1, 2, 5, 10, 20, 50];

    /// <summary>Chooses the rows among all people; null if no custody has a date.</summary>
    public static YearsTaken? Of(IEnumerable<ListedCase> people, DateOnly today)
    {
        var chosen = people.Where(p => p.Days > 0).OrderByDescending(p => p.Days).ThenBy(p => p.ItemId).Take(MostRows)
            .Select(p => (Id: p.ItemId, Spans: CustodySpan.Of(p.Facts, today).Where(s => s is { PossibleUntil: not null }
                && (s.PossibleFrom ?? s.CertainFrom) is not null).ToList()))
            .Where(p => p.Spans.Count > 0).ToList();
        if (chosen.Count == 0)
        {
            return null;
        }

        var first = new DateOnly(chosen.Min(p => p.Spans.Min(Start)).Year, 1, 1);
        var days = today.DayNumber + 1 - first.DayNumber;
        double At(DateOnly day) => Math.Clamp(100d * (day.DayNumber - first.DayNumber) / days, 0, 100);
        var step = Steps.First(s => (today.Year - first.Year) / s < MostLabels || s == Steps[^1]);
        return new(
            [.. chosen.Select(p => new TakenRow(p.Id, [.. p.Spans.Select(s => Bar(s, At))]))],
            [.. Enumerable.Range(first.Year, today.Year - first.Year + 1).Where(y => y % step == 0)
                .Select(y => new TimelineYear(y, At(new DateOnly(y, 1, 1))))]);
    }

    private static DateOnly Start(CustodySpan span) => span.PossibleFrom ?? span.CertainFrom!.Value;

    private static TakenBar Bar(CustodySpan span, Func<DateOnly, double> at)
    {
        var from = at(Start(span));
        return new(span.Custody, span.From, span.Until, span.GoesOn, from, Math.Max(at(span.PossibleUntil!.Value) - from, 0.4));
    }
}

internal sealed record TakenRow(Guid ItemId, IReadOnlyList<TakenBar> Bars);

internal sealed record TakenBar(Custody Custody, Domain.FuzzyDate From, Domain.FuzzyDate Until, bool GoesOn, double X, double Width);

internal sealed record TakenView(YearsTaken Taken, IReadOnlyList<PersonCard> People, DateOnly CountedOn);
