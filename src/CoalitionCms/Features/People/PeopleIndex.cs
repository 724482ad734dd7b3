using CoalitionCms.Caching;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>
/// Data about all people that lists need, cached until a case changes. Computing them for each request would take longer with every case.
/// </summary>
internal sealed class PeopleIndex(CacheInvalidation invalidation) : IDisposable
{
    /// <summary>What is known of everybody's custody, from which the others are computed.</summary>
    internal MemoizedQuery<ValueTuple, IReadOnlyList<(Guid Id, PersonFacts Facts)>> Facts { get; } =
        new(invalidation, CacheTag.List(EntryKind.Person));

    /// <summary>How many people were held in each year, as of a day.</summary>
    internal MemoizedQuery<DateOnly, YearsPicture?> Overviews { get; } = new(invalidation, CacheTag.List(EntryKind.Person));

    /// <summary>The people for readers of a language, with what lists are narrowed by.</summary>
    internal MemoizedQuery<string, IReadOnlyList<ListedPerson>> Listed { get; } = new(invalidation, CacheTag.List(EntryKind.Person));

    /// <summary>The same people in an order.</summary>
    internal MemoizedQuery<(string Language, PersonOrder Order),
        IReadOnlyList<ListedPerson>> Orders
    { get; } = new(invalidation, CacheTag.List(EntryKind.Person));

    /// <summary>The filter options for readers of a language, up to a year.</summary>
    internal MemoizedQuery<(string Language, int LastYear),
        PersonChoices> Choices
    { get; } = new(invalidation, CacheTag.List(EntryKind.Person), CacheTag.List(EntryKind.Campaign));

    /// <summary>The people held longest, as of a day.</summary>
    internal MemoizedQuery<DateOnly, YearsTaken?> Taken { get; } = new(invalidation, CacheTag.List(EntryKind.Person));

    internal MemoizedQuery<ValueTuple, IReadOnlyList<StatusTally>> Tallies { get; } = new(invalidation, CacheTag.List(EntryKind.Person));

    public void Dispose()
    {
        Facts.Dispose();
        Overviews.Dispose();
        Listed.Dispose();
        Orders.Dispose();
        Choices.Dispose();
        Tallies.Dispose();
        Taken.Dispose();
    }
}
