namespace CoalitionCms.Features.People;

/// <summary>People in one year, each counted once, by the most severe custody in that year.</summary>
/// <param name="Prison">People who were, or may have been, in prison or detention at some time.</param>
/// <param name="Free">People who had been held before, but not in this year.</param>
internal sealed record YearCount(int Year, int Prison, int HouseArrest, int Free)
{
    public int Total => Prison + HouseArrest + Free;
}

/// <summary>How many people were held in each year: the chart and the table above the list of people.</summary>
/// <param name="Years">All years, oldest first.</param>
internal sealed record YearsPicture(IReadOnlyList<YearCount> Years)
{
    /// <summary>More years would make the bars too thin for a phone.</summary>
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

    /// <summary>Counts from the facts of all people; null if no custody has a date.</summary>
    public static YearsPicture? Of(IEnumerable<PersonFacts> people, DateOnly today)
    {
        List<Life> lives = [.. people.Select(p => Life.Of(p, today)).OfType<Life>()];
        if (lives.Count == 0)
        {
            return null;
        }

        var first = Math.Max(lives.Min(l => l.First), today.Year - MostYears + 1);
        return new([.. Enumerable.Range(first, today.Year - first + 1).Select(year => Count(year, lives))]);
    }

    private static YearCount Count(int year, List<Life> lives)
    {
        int[] counts = [0, 0, 0];
        foreach (var life in lives)
        {
            if (life.In(year) is { } state)
            {
                counts[state]++;
            }
        }

        return new(year, counts[0], counts[1], counts[2]);
    }

    private sealed record Life(IReadOnlyList<(Custody Custody, int From, int Until)> Held, int First, int? Death)
    {
        private const int Freed = 2;

        public static Life? Of(PersonFacts facts, DateOnly today)
        {
            // A period with an unknown start or end is counted in the possible years of its other end, as in the filter.
            List<(Custody Custody, int From, int Until)> held =
            [
                .. from span in CustodySpan.Of(facts, today)
                   let begin = span.PossibleFrom ?? span.CertainFrom ?? span.CertainUntil ?? span.PossibleUntil
                   where begin <= today
                   let end = span.PossibleUntil ?? span.CertainFrom ?? begin
                   select (span.Custody, begin.Value.Year, Math.Max(begin.Value.Year, end.Value > today ? today.Year : end.Value.Year)),
            ];
            if (held.Count == 0)
            {
                return null;
            }

            var last = facts.Died.Latest?.Year ?? (facts.Status == CaseStatus.DiedInCustody ? held.Max(h => h.Until) : null);
            return new(held, held.Min(h => h.From), last);
        }

        /// <summary>Returns 0 for prison, 1 for house arrest, 2 for free; null before the first custody and after death.</summary>
        public int? In(int year)
        {
            if (year < First || year > Death)
            {
                return null;
            }

            var held = Held.Where(h => h.From <= year && year <= h.Until).Select(h => (int)h.Custody).DefaultIfEmpty(Freed).Min();
            return held;
        }
    }
}
