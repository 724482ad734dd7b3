using CoalitionCms.Caching;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>What lists of people need of all people at once, in memory until somebody's case changes:
/// worked out anew for each question it would grow with the number of cases.</summary>
public sealed class PeopleIndex(CacheInvalidation invalidation) : IDisposable
{
    /// <summary>How many were held in each year, as seen on a day.</summary>
    internal MemoizedQuery<DateOnly, YearsPicture?> Overviews { get; } = new(invalidation, CacheTag.List(EntryKind.Person));

    /// <summary>Entries in an order of names, for readers of a language.</summary>
    internal MemoizedQuery<(string Language, PersonOrder Order),
        IReadOnlyList<Guid>> Orders
    { get; } = new(invalidation, CacheTag.List(EntryKind.Person));

    /// <summary>What readers of a language can choose from, up to a year.</summary>
    internal MemoizedQuery<(string Language, int LastYear),
        PersonChoices> Choices
    { get; } = new(invalidation, CacheTag.List(EntryKind.Person), CacheTag.List(EntryKind.Campaign));

    internal MemoizedQuery<ValueTuple, IReadOnlyList<StatusTally>> Tallies { get; } = new(invalidation, CacheTag.List(EntryKind.Person));

    public void Dispose()
    {
        Overviews.Dispose();
        Orders.Dispose();
        Choices.Dispose();
        Tallies.Dispose();
    }
}
