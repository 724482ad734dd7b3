using System.Collections.Immutable;

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
    public static YearsPicture? Of(IEnumerable<PersonFacts> people, DateOnly today) =>
        Of(people.Select(p => YearsOfLife.Of(p, today)).OfType<YearsOfLife>(), today.Year);

    public static YearsPicture? Of(IEnumerable<YearsOfLife> people, int lastYear)
    {
        List<YearsOfLife> lives = [.. people];
        if (lives.Count == 0)
        {
            return null;
        }

        var first = Math.Max(lives.Min(l => l.First), lastYear - MostYears + 1);
        var counts = Enumerable.Range(first, lastYear - first + 1).Select(_ => new int[3]).ToArray();
        foreach (var life in lives)
        {
            for (var i = Math.Max(0, first - life.First); i < life.States.Length; i++)
            {
                counts[life.First + i - first][(int)life.States[i]]++;
            }
        }

        return new([.. counts.Select((c, i) => new YearCount(first + i, c[0], c[1], c[2]))]);
    }
}

internal enum YearState : byte
{
    Prison,

    HouseArrest,

    /// <summary>Free, after a custody.</summary>
    Freed,
}

/// <summary>The state of a person in each year from the first custody to this year or death: the most severe of the year.</summary>
/// <param name="First">The year of the first state.</param>
internal sealed record YearsOfLife(int First, ImmutableArray<YearState> States)
{
    /// <summary>Null if no custody has a date.</summary>
    public static YearsOfLife? Of(PersonFacts facts, DateOnly today)
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

        var first = held.Min(h => h.From);
        var death = facts.Died.Latest?.Year ?? (facts.Status == CaseStatus.DiedInCustody ? held.Max(h => h.Until) : null);
        var years = Math.Max(0, Math.Min(death ?? today.Year, today.Year) - first + 1);
        return new(first, [.. Enumerable.Range(first, years).Select(year => held.Where(h => h.From <= year && year <= h.Until)
            .Select(h => h.Custody == Custody.Prison ? YearState.Prison : YearState.HouseArrest).DefaultIfEmpty(YearState.Freed).Min())]);
    }
}
