using System.Collections.Immutable;
using CoalitionCms.Domain;

namespace CoalitionCms.Caching;

/// <summary>
/// What the public items of one kind give to lists, a row an item. All are read once, and then again only those that changed, in this
/// process or another: the first reader after a change waits no longer in a large archive than in a small one.
/// </summary>
/// <typeparam name="TRow">Must be immutable.</typeparam>
internal sealed class MemoizedItems<TRow> : IDisposable
    where TRow : class
{
    /// <summary>After more changes than this that nobody read, all items are read.</summary>
    private const int MostStale = 500;

    private readonly Lock gate = new();
    private readonly CacheInvalidation invalidation;
    private readonly EntryKind kind;
    private ItemRows<TRow> current = ItemRows<TRow>.NotRead;
    private DateOnly asOf;
    private ImmutableHashSet<Guid> stale = [];
    private long version;

    public MemoizedItems(CacheInvalidation invalidation, EntryKind kind)
    {
        (this.invalidation, this.kind) = (invalidation, kind);
        invalidation.ValuesInvalidated += Drop;
    }

    /// <param name="day">The day that rows are computed for; on another day all are read again.</param>
    /// <param name="read">Reads the rows of these items, or of all for null. An item that is not public has none.</param>
    public async Task<ItemRows<TRow>> GetAsync(DateOnly day, Func<IReadOnlyCollection<Guid>?, Task<Dictionary<Guid, TRow>>> read)
    {
        ItemRows<TRow> before;
        ImmutableHashSet<Guid> changed;
        long seen;
        lock (gate)
        {
            (before, changed, seen) = (asOf == day ? current : ItemRows<TRow>.NotRead, stale, version);
        }

        var isWhole = before == ItemRows<TRow>.NotRead;
        if (!isWhole && changed.IsEmpty)
        {
            return before;
        }

        var found = await read(isWhole ? null : changed);
        lock (gate)
        {
            // Security: what was read before a change is not kept after it.
            if (seen != version)
            {
                return isWhole ? ItemRows<TRow>.NotKept(found) : before.NotKept(changed, found);
            }

            if (isWhole || current == before)
            {
                (current, asOf, stale) = (isWhole ? ItemRows<TRow>.Of(found) : before.With(changed, found), day, []);
            }

            return current;
        }
    }

    public void Dispose() => invalidation.ValuesInvalidated -= Drop;

    private void Drop(IReadOnlyCollection<string> tags)
    {
        var items = tags.Where(CacheTag.IsItem).Select(CacheTag.ItemOf).ToList();
        var isWhole = tags.Contains(CacheTag.Everything) || tags.Contains(CacheTag.Unknown) || tags.Contains(CacheTag.Rows(kind))
            || (items.Count == 0 && tags.Contains(CacheTag.List(kind)));
        if (isWhole || items.Count > 0)
        {
            lock (gate)
            {
                version++;

                // Items of other kinds too: the tags of a large change come in parts, and a part need not name the list.
                stale = stale.Union(items);
                if (isWhole || current == ItemRows<TRow>.NotRead || stale.Count > MostStale)
                {
                    (current, stale) = (ItemRows<TRow>.NotRead, []);
                }
            }
        }
    }
}

/// <summary>The rows of all items at one time.</summary>
internal sealed class ItemRows<TRow>
    where TRow : class
{
    private const int MostRemembered = 64;
    private static long generations;

    private readonly Dictionary<Guid, TRow> rows;
    private readonly long generation;

    // The generation that was read whole, or the last whose changes are forgotten; and what changed in each one after it.
    private readonly long since;
    private readonly ImmutableList<(long Generation, IReadOnlyCollection<Guid> Items)> changes;

    private ItemRows(Dictionary<Guid, TRow> rows, long generation, long since,
        ImmutableList<(long Generation, IReadOnlyCollection<Guid> Items)> changes) =>
        (this.rows, this.generation, this.since, this.changes) = (rows, generation, since, changes);

    public static ItemRows<TRow> NotRead { get; } = NotKept([]);

    public IReadOnlyCollection<TRow> All => rows.Values;

    /// <summary>False for rows that were read while something changed: nothing made from them is kept.</summary>
    public bool IsKept => generation > 0;

    public static ItemRows<TRow> Of(Dictionary<Guid, TRow> found)
    {
        var own = Interlocked.Increment(ref generations);
        return new(found, own, own, []);
    }

    public static ItemRows<TRow> NotKept(Dictionary<Guid, TRow> found) => new(found, 0, long.MaxValue, []);

    public TRow? Find(Guid item) => rows.GetValueOrDefault(item);

    public ItemRows<TRow> With(IReadOnlyCollection<Guid> changed, Dictionary<Guid, TRow> found)
    {
        var own = Interlocked.Increment(ref generations);
        var (all, from) = (changes.Add((own, changed)), since);
        if (all.Count > MostRemembered)
        {
            (all, from) = (all.RemoveAt(0), all[0].Generation);
        }

        return new(Replaced(changed, found), own, from, all);
    }

    public ItemRows<TRow> NotKept(IReadOnlyCollection<Guid> changed, Dictionary<Guid, TRow> found) =>
        new(Replaced(changed, found), 0, long.MaxValue, []);

    /// <summary>The items that changed since earlier rows; null if that is not known.</summary>
    public IReadOnlyCollection<Guid>? ChangedSince(ItemRows<TRow> earlier) =>
        earlier.generation >= since && earlier.generation <= generation
            ? changes.Where(c => c.Generation > earlier.generation).SelectMany(c => c.Items).ToHashSet()
            : null;

    private Dictionary<Guid, TRow> Replaced(IReadOnlyCollection<Guid> changed, Dictionary<Guid, TRow> found)
    {
        var all = new Dictionary<Guid, TRow>(rows);
        foreach (var item in changed)
        {
            all.Remove(item);
            if (found.TryGetValue(item, out var row))
            {
                all.Add(item, row);
            }
        }

        return all;
    }
}

/// <summary>A value made from the rows of all items, and kept until one of them changes.</summary>
/// <param name="change">Makes it from the value before, the rows that are gone and those that came; null to make it from all rows.</param>
internal sealed class Derived<TRow, TValue>(
    Func<IReadOnlyCollection<TRow>, TValue> make, Func<TValue, IReadOnlyList<TRow>, IReadOnlyList<TRow>, TValue>? change = null)
    where TRow : class
{
    private Made? last;

    public TValue Of(ItemRows<TRow> rows)
    {
        var before = Volatile.Read(ref last);
        if (before is not null && before.Rows == rows)
        {
            return before.Value;
        }

        var value = change is not null && before is not null && rows.ChangedSince(before.Rows) is { } items
            ? change(before.Value, [.. items.Select(before.Rows.Find).OfType<TRow>()], [.. items.Select(rows.Find).OfType<TRow>()])
            : make(rows.All);
        if (rows.IsKept)
        {
            Volatile.Write(ref last, new(rows, value));
        }

        return value;
    }

    private sealed record Made(ItemRows<TRow> Rows, TValue Value);
}

internal static class Derived
{
    /// <summary>Rows in an order; after a change only what changed is put in its place.</summary>
    public static Derived<TRow, IReadOnlyList<TRow>> InOrder<TRow>(IComparer<TRow> order)
        where TRow : class =>
        new(rows => [.. rows.Order(order)], (sorted, gone, come) => Changed(sorted, gone, come, row => row, order));

    /// <summary>Numbers by key, with these keys counted in or, by a step of -1, out; without those that come to nothing.</summary>
    public static Dictionary<TKey, int> Counted<TKey>(IEnumerable<KeyValuePair<TKey, int>> before, IEnumerable<TKey> keys, int step)
        where TKey : notnull
    {
        var counts = new Dictionary<TKey, int>(before);
        foreach (var key in keys)
        {
            counts[key] = counts.GetValueOrDefault(key) + step;
            if (counts[key] == 0)
            {
                counts.Remove(key);
            }
        }

        return counts;
    }

    /// <summary>A sorted list without what was made from some rows, and with more elements.</summary>
    /// <param name="rowOf">The row that an element was made from.</param>
    public static IReadOnlyList<T> Changed<TRow, T>(
        IReadOnlyList<T> sorted, IEnumerable<TRow> gone, IEnumerable<T> come, Func<T, TRow> rowOf, IComparer<T> order)
        where TRow : class
    {
        var without = new HashSet<TRow>(gone, ReferenceEqualityComparer.Instance);
        var list = sorted.Where(e => !without.Contains(rowOf(e))).ToList();
        foreach (var element in come)
        {
            var place = list.BinarySearch(element, order);
            list.Insert(place < 0 ? ~place : place, element);
        }

        return list;
    }
}
