using System.Collections.Concurrent;

namespace CoalitionCms.Caching;

/// <summary>Values worked out from what is public, in memory until something with one of their tags changes, in this process or another.</summary>
/// <typeparam name="TKey">What tells the values apart; no reader may make up new ones without end.</typeparam>
/// <typeparam name="TValue">Never changed once made.</typeparam>
public sealed class MemoizedQuery<TKey, TValue> : IDisposable
    where TKey : notnull
{
    private const int Most = 256;
    private readonly ConcurrentDictionary<TKey, TValue> values = new();
    private readonly CacheInvalidation changes;
    private readonly HashSet<string> tags;
    private long version;

    /// <summary>Starts empty and listens for changes.</summary>
    public MemoizedQuery(CacheInvalidation changes, params string[] tags)
    {
        (this.changes, this.tags) = (changes, [.. tags, CacheTag.Everything]);
        changes.Changed += Drop;
    }

    /// <summary>The value of a key, made when there is none.</summary>
    public async Task<TValue> GetAsync(TKey key, Func<Task<TValue>> make)
    {
        if (values.TryGetValue(key, out var value))
        {
            return value;
        }

        // Security: what was read before a change must not be kept after it.
        var before = Volatile.Read(ref version);
        value = await make();
        if (before == Volatile.Read(ref version) && values.Count < Most)
        {
            values[key] = value;
            if (before != Volatile.Read(ref version))
            {
                values.TryRemove(key, out _);
            }
        }

        return value;
    }

    /// <inheritdoc />
    public void Dispose() => changes.Changed -= Drop;

    private void Drop(IReadOnlyCollection<string> changed)
    {
        if (tags.Overlaps(changed))
        {
            Interlocked.Increment(ref version);
            values.Clear();
        }
    }
}
