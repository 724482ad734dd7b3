namespace CoalitionCms.Features.People;

/// <summary>What the list of people is narrowed and sorted by, of one person.</summary>
/// <param name="Title">The title of the entry.</param>
/// <param name="Region">The region's name for the reader; null when it is not known.</param>
/// <param name="Issues">The tags of the entry.</param>
/// <param name="Held">When the person may have been held.</param>
/// <param name="Days">Days in custody, as far as they are known.</param>
internal sealed record ListedPerson(Guid EntryId, Guid ItemId, string Title, DateTime SortAt, CaseStatus Status, string? Region,
    IReadOnlyList<string> Issues, IReadOnlyList<HeldSpan> Held, int Days);

/// <summary>
/// Days on which a person may have been held. A period reaches from its earliest possible first day to its latest possible last day. If it
/// ended on an unknown day, only the days of its start are used; if it began on an unknown day, only those of its end.
/// </summary>
internal readonly record struct HeldSpan(DateOnly First, DateOnly Last)
{
    /// <summary>The periods of a person; one that has no date at all is left out.</summary>
    public static IReadOnlyList<HeldSpan> Of(PersonFacts facts) =>
        [.. facts.Episodes.Where(e => e.From.Edtf.Length > 0 || e.Until.Edtf.Length > 0).Select(e => Of(e, facts))];

    public bool Meets(HeldSpan other) => First <= other.Last && Last >= other.First;

    private static HeldSpan Of(DetentionEpisode episode, PersonFacts facts)
    {
        var (from, until) = (episode.From, episode.Until);
        var died = !episode.Ended && facts.Died.Edtf.Length > 0;
        var last = until.Edtf.Length > 0 ? until.Latest
            : died ? facts.Died.Latest
            : !episode.Ended && DaysDetained.IsHeld(facts.Status) ? null
            : from.Latest;
        return new((from.Edtf.Length > 0 ? from.Earliest : until.Earliest) ?? DateOnly.MinValue, last ?? DateOnly.MaxValue);
    }
}
