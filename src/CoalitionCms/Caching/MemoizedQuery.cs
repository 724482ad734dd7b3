using System.Collections.Concurrent;

namespace CoalitionCms.Caching;

/// <summary>
/// Values worked out from what is public, in memory until something with one of their tags changes, in this process or another.
/// </summary>
/// <typeparam name="TKey">What tells the values apart; no reader may make up new ones without end.</typeparam>
/// <typeparam name="TValue">Never changed once made.</typeparam>
public sealed class MemoizedQuery<TKey, TValue> : IDisposable
    where TKey : notnull
{
    private const int Most = 256;
    private readonly ConcurrentDictionary<TKey, (long Version, TValue Value)> values = new();
    private readonly CacheInvalidation invalidation;
    private readonly HashSet<string> tags;
    private long version;

    public MemoizedQuery(CacheInvalidation invalidation, params string[] tags)
    {
        (this.invalidation, this.tags) = (invalidation, [.. tags, CacheTag.Everything, CacheTag.Unknown]);
        invalidation.ValuesInvalidated += Drop;
    }

    public async Task<TValue> GetAsync(TKey key, Func<Task<TValue>> make)
    {
        // Security: what was read before a change is given to nobody after it, not even when it is stored a moment too late.
        var current = Volatile.Read(ref version);
        if (values.TryGetValue(key, out var known) && known.Version == current)
        {
            return known.Value;
        }

        var value = await make();
        if (current == Volatile.Read(ref version) && values.Count < Most)
        {
            values[key] = (current, value);
        }

        return value;
    }

    public void Dispose() => invalidation.ValuesInvalidated -= Drop;

    private void Drop(IReadOnlyCollection<string> changed)
    {
        if (tags.Overlaps(changed))
        {
            Interlocked.Increment(ref version);
            values.Clear();
        }
    }
}
