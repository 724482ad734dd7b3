using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>
/// A period in custody up to today: its certain days are between <see cref="CertainFrom"/> and <see cref="CertainUntil"/>, its possible
/// days between the other two.
/// </summary>
internal sealed record CustodySpan(Custody Custody, FuzzyDate From, FuzzyDate Until, bool GoesOn)
{
    /// <summary>The earliest possible first day; null if unknown.</summary>
    public DateOnly? PossibleFrom { get; init; } = From.Earliest;

    /// <summary>The latest possible first day.</summary>
    public DateOnly? CertainFrom { get; init; } = From.Latest;

    /// <summary>The earliest possible last day; today while it continues.</summary>
    public DateOnly? CertainUntil { get; init; }

    /// <summary>The latest possible last day; today while it continues; null if unknown.</summary>
    public DateOnly? PossibleUntil { get; init; }

    /// <summary>
    /// Returns the periods of a case, oldest first as in the facts. A period without an end continues, unless death or release ended it.
    /// </summary>
    public static IReadOnlyList<CustodySpan> Of(PersonFacts facts, DateOnly today) => [.. facts.Episodes.Select(e => Of(e, facts, today))];

    private static CustodySpan Of(DetentionEpisode episode, PersonFacts facts, DateOnly today)
    {
        var until = !episode.Until.IsUnknown || episode.Ended ? episode.Until : facts.Died;
        var goesOn = !episode.Ended && until.IsUnknown && DaysDetained.IsHeld(facts.Status);
        return new(episode.Custody, episode.From, until, goesOn)
        {
            CertainUntil = goesOn ? today : NoLater(until.Earliest, today),
            PossibleUntil = goesOn || until is { IsUnknown: false, Latest: null } ? today : NoLater(until.Latest, today),
        };
    }

    private static DateOnly? NoLater(DateOnly? day, DateOnly today) => day < today ? day : day is null ? null : today;
}
