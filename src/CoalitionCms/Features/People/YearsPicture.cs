namespace CoalitionCms.Features.People;

/// <summary>People of one year, each counted once, by the gravest that they lived through in it.</summary>
/// <param name="Prison">Were, or may have been, in prison or detention at some time.</param>
/// <param name="Free">Had been held before, and were not in this year.</param>
public sealed record YearCount(int Year, int Prison, int HouseArrest, int Free)
{
    public int Total => Prison + HouseArrest + Free;
}

/// <summary>How many people were held in each year: the picture and the table over the list of people.</summary>
/// <param name="Years">Oldest first, none left out.</param>
public sealed record YearsPicture(IReadOnlyList<YearCount> Years)
{
    /// <summary>More would be bars too thin to be told apart on a phone.</summary>
    public const int MostYears = 50;

    private const int MostLabels = 6;
    private static readonly int[] Steps = [1, 2, 5, 10, 20];

    public int Most => Years.Max(y => y.Total);

    public IEnumerable<int> Labels
    {
        get
        {
            var step = Steps.First(s => Years.Count / s <= MostLabels || s == Steps[^1]);
            return Years.Select(y => y.Year).Where(y => y % step == 0);
        }
    }

    /// <summary>Counts the facts of all people; null where nobody's custody has a date.</summary>
    public static YearsPicture? Of(IEnumerable<PersonFacts> people, DateOnly today)
    {
        List<Life> lives = [.. people.Select(p => Life.Of(p, today)).OfType<Life>()];
        if (lives.Count == 0)
            return null;
        var first = Math.Max(lives.Min(l => l.First), today.Year - MostYears + 1);
        return new([.. Enumerable.Range(first, today.Year - first + 1).Select(year => Count(year, lives))]);
    }

    private static YearCount Count(int year, List<Life> lives)
    {
        int[] counts = [0, 0, 0];
        foreach (var life in lives)
        {
            if (life.In(year) is { } state)
                counts[state]++;
        }

        return new(year, counts[0], counts[1], counts[2]);
    }

    private sealed record Life(IReadOnlyList<(Custody Custody, int From, int Until)> Held, int First, int? Death)
    {
        private const int Freed = 2;

        public static Life? Of(PersonFacts facts, DateOnly today)
        {
            // A stretch of unknown begin or end is counted in the years that its other end may lie in, as the filter finds it.
            List<(Custody Custody, int From, int Until)> held =
            [
                .. from span in CustodySpan.Of(facts, today)
                   let begin = span.PossibleFrom ?? span.CertainFrom ?? span.CertainUntil ?? span.PossibleUntil
                   where begin <= today
                   let end = span.PossibleUntil ?? span.CertainFrom ?? begin
                   select (span.Custody, begin.Value.Year, Math.Max(begin.Value.Year, end.Value > today ? today.Year : end.Value.Year)),
            ];
            if (held.Count == 0)
                return null;
            var last = facts.Died.Latest?.Year ?? (facts.Status == CaseStatus.DiedInCustody ? held.Max(h => h.Until) : null);
            return new(held, held.Min(h => h.From), last);
        }

        /// <summary>0 for prison, 1 for house arrest, 2 for free; null before all that, and after death.</summary>
        public int? In(int year)
        {
            if (year < First || year > Death)
                return null;
            var held = Held.Where(h => h.From <= year && year <= h.Until).Select(h => (int)h.Custody).DefaultIfEmpty(Freed).Min();
            return held;
        }
    }
}
