using System.Collections.Concurrent;

namespace CoalitionCms.Caching;

/// <summary>
/// Cache of values computed from public content. A value is kept until content with one of its tags changes, in this process or another.
/// </summary>
/// <typeparam name="TKey">Identifies a value; clients must not be able to create an unlimited number of keys.</typeparam>
/// <typeparam name="TValue">Must be immutable.</typeparam>
internal sealed class MemoizedQuery<TKey, TValue> : IDisposable
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
        // Security: a value that was read before a change is not returned after it, even when it is stored a moment too late.
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
