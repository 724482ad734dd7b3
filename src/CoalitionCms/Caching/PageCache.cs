using System.Collections.Concurrent;
using CoalitionCms.Domain;

namespace CoalitionCms.Caching;

/// <summary>
/// Cache of published pages: rendered once, compressed once per encoding, and removed by tag when their content changes. A page stays
/// cached until then, also while the database is unavailable. Requests of signed-in users are neither served from it nor stored in it.
/// </summary>
internal sealed class PageCache : IDisposable
{
    private readonly ConcurrentDictionary<string, CachedPage> pages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> rendering = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> dropped = new(StringComparer.Ordinal);
    private readonly CacheInvalidation invalidation;
    private readonly TimeProvider clock;
    private readonly TimeZoneInfo zone;
    private readonly long capacity;
    private long size;
    private long drops;
    private SiteDay? siteDay;

    public PageCache(CacheInvalidation invalidation, TimeProvider clock, CmsOptions options)
    {
        (this.invalidation, this.clock, zone) = (invalidation, clock, options.Zone);
        capacity = options.PageCacheMegabytes * 1_048_576L;
        invalidation.PagesInvalidated += Drop;
    }

    /// <summary>
    /// The page stored under a key, and whether it is fresh. Day counts are rendered again each day, and so are pages that were cached
    /// while this process could not receive changes.
    /// </summary>
    public (CachedPage Page, bool IsFresh)? Find(string key)
    {
        if (!pages.TryGetValue(key, out var page))
        {
            return null;
        }

        var today = Today;
        if (page.LastDay < today)
        {
            // Security: a name whose consent has ended is not shown, even when the page cannot be rendered again.
            Remove(key, page);
            return null;
        }

        // Security: while this process may have missed a withdrawn consent, no page with names is served from the cache.
        if (page.ShowsNames && !invalidation.IsCurrent)
        {
            return null;
        }

        return (page, page.Day == today && !page.IsStale);
    }

    /// <summary>Lets one request at a time render a key, so that many requests after a change cause one rendering.</summary>
    /// <returns>Null when the wait for other requests took too long.</returns>
    public async Task<IDisposable?> TakeTurnAsync(string key, TimeSpan wait, CancellationToken cancellationToken)
    {
        var turn = rendering.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
        return await turn.WaitAsync(wait, cancellationToken) ? new Turn(this, key, turn) : null;
    }

    /// <summary>The same without waiting; null when another request is rendering the key.</summary>
    public IDisposable? TryTakeTurn(string key)
    {
        var turn = rendering.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
        return turn.Wait(0) ? new Turn(this, key, turn) : null;
    }

    /// <summary>A counter value for the current moment, to be read before the database is read.</summary>
    public long Now => Volatile.Read(ref drops);

    /// <summary>Stores a page, unless content that it shows changed since <paramref name="since"/>.</summary>
    public CachedPage Store(
        string key,
        byte[] html,
        string contentType,
        IReadOnlyCollection<string> tags,
        long since,
        DateOnly? lastDay = null,
        bool readsQuery = false,
        int status = StatusCodes.Status200OK,
        DateTimeOffset? lastModified = null,
        PageViewCounter? views = null)
    {
        var page = new CachedPage(html, contentType, tags, Today, lastDay)
        {
            ReadsQuery = readsQuery,
            Status = status,
            LastModified = lastModified,
            Views = views,
        };

        // Security: a rendering that began before a name was withdrawn must not be stored after it.
        if (!WasDropped(tags, since))
        {
            pages.AddOrUpdate(key, page, (_, old) =>
            {
                Interlocked.Add(ref size, -old.Size);
                return page;
            });
            Interlocked.Add(ref size, page.Size);
            if (WasDropped(tags, since))
            {
                Remove(key, page);
            }

            Trim();
        }

        return page;
    }

    public void Drop(IReadOnlyCollection<string> tags)
    {
        var mark = Interlocked.Increment(ref drops);
        foreach (var tag in tags)
        {
            // Of two concurrent invalidations the later one counts, whatever the order of arrival.
            dropped.AddOrUpdate(tag, mark, (_, earlier) => Math.Max(earlier, mark));
        }

        var everything = tags.Contains(CacheTag.Everything);
        var unknown = tags.Contains(CacheTag.Unknown);
        foreach (var (key, page) in pages)
        {
            if (everything || (unknown && page.ShowsNames) || page.Tags.Overlaps(tags))
            {
                Remove(key, page);
            }
            else if (unknown)
            {
                // The database answers again: what failed a moment ago is worth another attempt.
                page.IsStale = true;
                page.ForgetFailure();
            }
        }
    }

    /// <summary>Number of cached pages, and their size in bytes.</summary>
    public (int Pages, long Bytes) Usage => (pages.Count, Volatile.Read(ref size));

    public void Dispose() => invalidation.PagesInvalidated -= Drop;

    /// <summary>The site's date; computed once a minute, since every cache hit needs it.</summary>
    private DateOnly Today
    {
        get
        {
            var now = clock.GetUtcNow().UtcTicks;
            if (siteDay is { } known && now >= known.FromTicks && now < known.ToTicks)
            {
                return known.Day;
            }

            var day = clock.TodayIn(zone);
            var to = now - (now % TimeSpan.TicksPerMinute) + TimeSpan.TicksPerMinute;
            siteDay = new SiteDay(day, now, to);
            return day;
        }
    }

    private bool WasDropped(IEnumerable<string> tags, long since) =>
        tags.Append(CacheTag.Everything).Append(CacheTag.Unknown).Any(tag => dropped.TryGetValue(tag, out var mark) && mark > since);

    /// <summary>Removes a page, unless another one has replaced it.</summary>
    internal void Remove(string key, CachedPage page)
    {
        if (pages.TryRemove(new KeyValuePair<string, CachedPage>(key, page)))
        {
            Interlocked.Add(ref size, -page.Size);
        }
    }

    private void Trim()
    {
        if (Volatile.Read(ref size) <= capacity)
        {
            return;
        }

        foreach (var (key, page) in pages.OrderBy(p => p.Value.LastUsed).Take(Math.Max(1, pages.Count / 10)))
        {
            Remove(key, page);
        }
    }

    private sealed record SiteDay(DateOnly Day, long FromTicks, long ToTicks);

    private sealed class Turn(PageCache cache, string key, SemaphoreSlim turn) : IDisposable
    {
        public void Dispose()
        {
            cache.rendering.TryRemove(new KeyValuePair<string, SemaphoreSlim>(key, turn));
            turn.Release();
        }
    }
}
