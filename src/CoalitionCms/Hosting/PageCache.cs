using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using CoalitionCms.Data;
using CoalitionCms.Kernel;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CoalitionCms.Hosting;

/// <summary>
/// Published pages in memory: rendered once, compressed once per encoding, dropped by tag when what they show changes.
/// A page stays until then, also while the database is gone. Nobody signed in is served from it or fills it.
/// </summary>
public sealed class PageCache : IDisposable
{
    private readonly ConcurrentDictionary<string, CachedPage> pages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> rendering = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> dropped = new(StringComparer.Ordinal);
    private readonly PublicChanges changes;
    private readonly TimeProvider clock;
    private readonly TimeZoneInfo zone;
    private readonly long capacity;
    private long size;
    private long drops;
    private SiteDay? siteDay;

    /// <summary>An empty cache that listens for changes.</summary>
    public PageCache(PublicChanges changes, TimeProvider clock, CmsOptions options)
    {
        (this.changes, this.clock, zone) = (changes, clock, options.Zone);
        capacity = options.PageCacheMegabytes * 1_048_576L;
        changes.Changed += Drop;
    }

    /// <summary>The page stored under a key, and whether it is of today: day counts are rendered anew each day.</summary>
    public (CachedPage Page, bool IsFresh)? Find(string key)
    {
        if (!pages.TryGetValue(key, out var page))
        {
            return null;
        }

        var today = Today;
        if (page.LastDay < today)
        {
            // Security: a name whose consent ended is not shown, also when the page cannot be rendered anew.
            Remove(key, page);
            return null;
        }

        return (page, page.Day == today);
    }

    /// <summary>Lets one request at a time render a key, so that a crowd after a change costs one rendering.</summary>
    public async Task<IDisposable> TakeTurnAsync(string key, CancellationToken cancellationToken)
    {
        var turn = rendering.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        return new Turn(this, key, turn);
    }

    /// <summary>A mark of this moment, to be taken before the database is read.</summary>
    public long Now => Volatile.Read(ref drops);

    /// <summary>Keeps a page, unless something that it shows changed since <paramref name="since"/>.</summary>
    public CachedPage Store(
        string key, byte[] html, string contentType, IReadOnlyCollection<string> tags, long since, DateOnly? lastDay = null, bool readsQuery = false)
    {
        var page = new CachedPage(html, contentType, tags, Today, lastDay) { ReadsQuery = readsQuery };

        // Security: a rendering that began before a name was withdrawn must not be kept after it.
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

    /// <summary>Drops every page that carries one of the tags.</summary>
    public void Drop(IReadOnlyCollection<string> tags)
    {
        var mark = Interlocked.Increment(ref drops);
        foreach (var tag in tags)
        {
            dropped[tag] = mark;
        }

        var everything = tags.Contains(PageTag.Everything);
        foreach (var (key, page) in pages)
        {
            if (everything || page.Tags.Overlaps(tags))
            {
                Remove(key, page);
            }
        }
    }

    /// <summary>Pages held, and their bytes.</summary>
    public (int Pages, long Bytes) Usage => (pages.Count, Volatile.Read(ref size));

    /// <inheritdoc />
    public void Dispose() => changes.Changed -= Drop;

    /// <summary>The site's date; worked out once a minute, since every hit asks for it.</summary>
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
        tags.Append(PageTag.Everything).Any(tag => dropped.TryGetValue(tag, out var mark) && mark > since);

    private void Remove(string key, CachedPage page)
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

/// <summary>One page in each encoding, with its entity tag.</summary>
public sealed class CachedPage
{
    private readonly byte[] gzip;
    private readonly byte[] plain;
    private readonly string plainTag;
    private readonly string gzipTag;
    private readonly string brotliTag;
    private byte[] brotli;
    private int polished;
    private long lastUsed = Environment.TickCount64;

    internal CachedPage(byte[] plain, string contentType, IReadOnlyCollection<string> tags, DateOnly day, DateOnly? lastDay)
    {
        this.plain = plain;
        ContentType = contentType;
        Tags = tags.ToHashSet(StringComparer.Ordinal);
        Day = day;
        LastDay = lastDay;
        var hash = Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 12));
        (plainTag, gzipTag, brotliTag) = ($"\"{hash}\"", $"\"{hash}-gzip\"", $"\"{hash}-br\"");
        brotli = Brotli(plain, 5);
        gzip = Gzip(plain);
    }

    /// <summary>True when the page shows something else by its query; else one copy answers every query.</summary>
    public bool ReadsQuery { get; init; }

    /// <summary>Media type with charset.</summary>
    public string ContentType { get; }

    /// <summary>What the page shows.</summary>
    public IReadOnlySet<string> Tags { get; }

    internal DateOnly Day { get; }

    internal DateOnly? LastDay { get; }

    internal long LastUsed => Volatile.Read(ref lastUsed);

    internal long Size => plain.Length + gzip.Length + (long)brotli.Length + 512;

    /// <summary>Writes the page in the best encoding that the client takes, or 304 if it has it.</summary>
    public Task WriteAsync(HttpContext context)
    {
        lastUsed = Environment.TickCount64;
        var (encoding, tag, bytes) = Choose(context.Request.Headers.AcceptEncoding);
        var headers = context.Response.Headers;
        headers.ETag = tag;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = "public, max-age=0, must-revalidate";
        if (HasIt(context.Request.Headers.IfNoneMatch, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = ContentType;
        context.Response.ContentLength = bytes.Length;
        if (encoding.Length > 0)
        {
            headers.ContentEncoding = encoding;
        }

        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    /// <summary>Compresses once more at the best level, in the background after the first reader was served.</summary>
    internal void Polish()
    {
        if (Interlocked.Exchange(ref polished, 1) == 0)
        {
            brotli = Brotli(plain, 11);
        }
    }

    private static bool HasIt(StringValues ifNoneMatch, string tag)
    {
        foreach (var value in ifNoneMatch)
        {
            if (value is not null && (value == "*" || value.Split(',').Any(v => v.Trim().Replace("W/", "", StringComparison.Ordinal) == tag)))
            {
                return true;
            }
        }

        return false;
    }

    private (string Encoding, string Tag, byte[] Bytes) Choose(StringValues accept) =>
        Takes(accept, "br") ? ("br", brotliTag, brotli) : Takes(accept, "gzip") ? ("gzip", gzipTag, gzip) : ("", plainTag, plain);

    private static bool Takes(StringValues accept, ReadOnlySpan<char> encoding)
    {
        foreach (var value in accept)
        {
            var rest = value.AsSpan();
            while (!rest.IsEmpty)
            {
                var comma = rest.IndexOf(',');
                var part = (comma < 0 ? rest : rest[..comma]).Trim();
                rest = comma < 0 ? [] : rest[(comma + 1)..];
                if (part.StartsWith(encoding, StringComparison.OrdinalIgnoreCase) && (part.Length == encoding.Length || part[encoding.Length] is ';' or ' '))
                {
                    return !IsRefused(part[encoding.Length..]);
                }
            }
        }

        return false;
    }

    /// <summary>True for a quality of zero, however it is written: <c>;q=0</c>, <c>; q=0.000</c>.</summary>
    private static bool IsRefused(ReadOnlySpan<char> parameters)
    {
        var equals = parameters.IndexOf('=');
        return equals >= 0 && parameters[(equals + 1)..].Trim().TrimEnd('0').TrimEnd('.') is [] or ['0'];
    }

    private static byte[] Brotli(byte[] plain, int quality)
    {
        var buffer = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        return BrotliEncoder.TryCompress(plain, buffer, out var written, quality, window: 22) ? buffer[..written] : throw new InvalidOperationException("Brotli refused a page.");
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var output = new MemoryStream();
        using (var stream = new GZipStream(output, CompressionLevel.SmallestSize))
        {
            stream.Write(plain);
        }

        return output.ToArray();
    }
}
