using System.Buffers;
using System.Collections.Concurrent;

namespace CoalitionCms.Caching;

/// <summary>
/// Counts in memory how often people read pages. Security: a count belongs to a page and to nothing else; what a request says about its
/// sender decides whether it is counted, and is forgotten with the request.
/// </summary>
internal sealed class PageViewCounts
{
    // Programs that say what they are. Others are counted as people: to find them out, visitors would have to be watched.
    private static readonly SearchValues<string> Programs = SearchValues.Create(
        [
            // Browsers name no address. "Bot" alone would be a maker of phones.
            "http:", "https:", "bot/", "bot;", "bot-", "bot (",
            "archive", "axios", "check", "crawl", "curl/", "facebookexternalhit", "feed", "fetch", "go-http", "headless", "httpclient",
            "java/", "libwww", "lighthouse", "monitor", "okhttp", "preview", "python", "rss", "scan", "scrapy", "slurp", "spider", "uptime",
            "wget", "whatsapp/",
        ], StringComparison.OrdinalIgnoreCase);

    private readonly ConcurrentQueue<PageViewCounter> counted = new();
    private volatile bool isOn;

    /// <summary>False while nothing is counted at all.</summary>
    public bool IsOn
    {
        get => isOn;
        set => isOn = value;
    }

    public PageViewCounter CounterOf(string page) => new(page, counted);

    /// <summary>Counts a page that is about to be answered, if a person reads it.</summary>
    public void Count(HttpContext context, CachedPage page)
    {
        if (page.Views is { } views && isOn && HttpMethods.IsGet(context.Request.Method) && IsPerson(context.Request.Headers))
        {
            views.Add();
        }
    }

    /// <summary>Takes all counts, which begin again at zero.</summary>
    public Dictionary<string, long> Take()
    {
        var taken = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var left = counted.Count; left > 0 && counted.TryDequeue(out var counter); left--)
        {
            taken[counter.Page] = taken.GetValueOrDefault(counter.Page) + counter.Take();
        }

        return taken;
    }

    private static bool IsPerson(IHeaderDictionary headers) =>
        headers.UserAgent is [{ Length: > 0 } agent] && !agent.AsSpan().ContainsAny(Programs)

        // A browser that loads a page before anybody has asked for it.
        && !headers.ContainsKey("Sec-Purpose") && !headers.ContainsKey("Purpose");
}

/// <summary>The views of one cached page since they were last taken.</summary>
internal sealed class PageViewCounter(string page, ConcurrentQueue<PageViewCounter> counted)
{
    private int views;

    public string Page { get; } = page;

    public void Add()
    {
        if (Interlocked.Increment(ref views) == 1)
        {
            counted.Enqueue(this);
        }
    }

    public int Take() => Interlocked.Exchange(ref views, 0);
}
