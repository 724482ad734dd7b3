using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>A public case as lists of people, pictures and numbers need it.</summary>
/// <param name="Facts">Names, status, death, region and custody; nothing else.</param>
/// <param name="Day">The day that it is computed for.</param>
internal sealed record ListedCase(Guid ItemId, PersonFacts Facts, DateOnly Day)
{
    /// <summary>When the person may have been held.</summary>
    public IReadOnlyList<HeldSpan> Held { get; } = HeldSpan.Of(Facts);

    /// <summary>Days in custody, as far as they are known.</summary>
    public int Days { get; } = DaysDetained.Of(Facts, Day).Sum(c => c.Most ?? c.Days);

    /// <summary>The year of the earliest possible day in custody; null if no custody has a date.</summary>
    public int? FirstYear { get; } =
        Facts.Episodes.Min(e => (e.From.Earliest ?? e.From.Latest ?? e.Until.Earliest ?? e.Until.Latest)?.Year);

    /// <summary>Null if no custody has a date.</summary>
    public YearsOfLife? Years { get; } = YearsOfLife.Of(Facts, Day);
}

/// <summary>A person in lists for readers of a language.</summary>
/// <param name="Title">The title of the entry.</param>
/// <param name="Name">The name by which they are sorted.</param>
/// <param name="Issues">The tags of the entry.</param>
internal sealed record ListedPerson(ListedCase Case, Guid EntryId, string Title, DisplayName Name, string Path, DateTime SortAt,
    IReadOnlyList<Issue> Issues);

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
