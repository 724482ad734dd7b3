using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>A stretch in custody up to today: the days it certainly had lie between <see cref="CertainFrom"/>
/// and <see cref="CertainUntil"/>, those it may have had between the other two.</summary>
internal sealed record CustodySpan(Custody Custody, FuzzyDate From, FuzzyDate Until, bool GoesOn)
{
    /// <summary>The first day it may have begun; null where nothing says.</summary>
    public DateOnly? PossibleFrom { get; init; } = From.Earliest;

    /// <summary>The last day it may have begun.</summary>
    public DateOnly? CertainFrom { get; init; } = From.Latest;

    /// <summary>The first day it may have ended; today while it goes on.</summary>
    public DateOnly? CertainUntil { get; init; }

    /// <summary>The last day it may have ended; today while it goes on; null where nothing says.</summary>
    public DateOnly? PossibleUntil { get; init; }

    /// <summary>The stretches of a case, oldest first as the facts have them. One without
    /// an end goes on, unless death or release ended it.</summary>
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
