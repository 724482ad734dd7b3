using System.Threading.RateLimiting;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Caching;

/// <summary>What the page cache, which runs before the rest of the pipeline, needs to know about the site.</summary>
/// <param name="SessionOf">The session of a signed-in user, whose requests are neither served from the cache nor stored in it; null for
/// everybody else, and for a session that has ended.</param>
/// <param name="IsPage">True for the path of a public page; false for files and staff pages.</param>
/// <param name="CanonicalPath">The canonical spelling of a path, or null when the path is canonical already.</param>
/// <param name="SetHeaders">Sets the headers of a public page.</param>
/// <param name="ClientOf">An identifier of the client that does not identify it the next day.</param>
/// <param name="CountedAs">What a page is counted as when people read it, by the entry that it shows; null for a page not counted.</param>
internal sealed record PageCacheRules(
    Func<HttpContext, string?> SessionOf, Func<PathString, bool> IsPage, Func<string, string?> CanonicalPath,
    Action<IHeaderDictionary> SetHeaders, Func<HttpContext, string> ClientOf, Func<HttpContext, Guid?, string?> CountedAs)
{
    /// <summary>True where a former address may be asked for in a form that would be answered from memory.</summary>
    public Func<HttpRequest, bool> MayBeOld { get; init; } = _ => false;

    /// <summary>Where a former address leads today; null for any other address.</summary>
    public Func<HttpContext, Task<string?>> MovedTo { get; init; } = _ => Task.FromResult<string?>(null);
}

/// <summary>Limits on concurrent rendering and on how long requests wait for it.</summary>
internal sealed record PageCacheLimits
{
    /// <summary>Pages rendered at the same time, across all addresses.</summary>
    public int Renderings { get; init; } = Math.Max(16, 4 * Environment.ProcessorCount);

    /// <summary>
    /// Of these, pages that depend on a query. There are any number of them, and they leave the other slots to the pages that everybody
    /// reads.
    /// </summary>
    public int Asked { get; init; } = Math.Max(4, Environment.ProcessorCount);

    /// <summary>Pages rendered at the same time for one session. All sessions together get half of <see cref="Renderings"/>, apart from
    /// those of visitors.</summary>
    public int OfSession { get; init; } = 4;

    /// <summary>Requests that may wait for a rendering slot; further requests are asked to retry later.</summary>
    public int Queue { get; init; } = 64;

    /// <summary>How long a request waits when its page is not in the cache.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long rendering may take for a page of which an older copy is in the cache.</summary>
    public TimeSpan Rerendering { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the older copy is served without another attempt after a rendering failed.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>The places for renderings, each with a queue.</summary>
internal sealed class PageCacheSlots(PageCacheRules rules, PageCacheLimits limits) : IDisposable
{
    public ConcurrencyLimiter All { get; } = new(new() { PermitLimit = limits.Renderings, QueueLimit = limits.Queue });

    /// <summary>For pages that depend on a query.</summary>
    public ConcurrencyLimiter Asked { get; } = new(new() { PermitLimit = limits.Asked, QueueLimit = limits.Queue });

    /// <summary>
    /// One client gets at most half of the slots and queue, so that a flood from it leaves the other half to everybody else; and few of the
    /// slots for lists, so that the next client does not wait long behind it.
    /// </summary>
    public PartitionedRateLimiter<HttpContext> Shares { get; } = ShareOf(rules, (limits.Renderings + limits.Queue) / 2);

    public PartitionedRateLimiter<HttpContext> AskedShares { get; } = ShareOf(rules, 2 * limits.Asked);

    /// <summary>For signed-in users, each of whose pages is rendered for them alone.</summary>
    public ConcurrencyLimiter SignedIn { get; } = new(new()
    {
        PermitLimit = Math.Max(limits.OfSession, limits.Renderings / 2),
        QueueLimit = limits.Queue,
    });

    /// <summary>A cookie can be copied to any number of clients.</summary>
    public PartitionedRateLimiter<string> SessionShares { get; } = PartitionedRateLimiter.Create<string, string>(
        session => RateLimitPartition.GetConcurrencyLimiter(session,
            _ => new() { PermitLimit = limits.OfSession, QueueLimit = limits.Queue / 4 }));

    public void Dispose()
    {
        All.Dispose();
        Asked.Dispose();
        Shares.Dispose();
        AskedShares.Dispose();
        SignedIn.Dispose();
        SessionShares.Dispose();
    }

    private static PartitionedRateLimiter<HttpContext> ShareOf(PageCacheRules rules, int permits) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetConcurrencyLimiter(rules.ClientOf(context),
            _ => new() { PermitLimit = Math.Max(1, permits), QueueLimit = 0 }));
}

/// <summary>Middleware that answers public pages from the cache, and renders and stores those that are missing.</summary>
internal sealed class PageCacheMiddleware(
    RequestDelegate next,
    PageCache cache,
    PageCacheRules rules,
    PageCacheLimits limits,
    PageCacheSlots slots,
    PageRecompressor recompressor,
    PageViewCounts views,
    ILogger<PageCacheMiddleware> log)
{
    /// <summary>
    /// Query parameters that change a page that reads them. Others are ignored, so that arbitrary values cannot fill the cache.
    /// </summary>
    internal static readonly string[] KeyedQuery =
        ["after", "before", "campaign", "from", "issue", "only", "q", "region", "sort", "status", "until"];

    public async Task InvokeAsync(HttpContext context)
    {
        // Security: this condition applies to lookup and to storing alike. A page of a copy says so, and is nobody else's page.
        if (context.Features.Get<CopyMark>() is not null || !IsReading(context.Request))
        {
            await next(context);
            return;
        }

        if (rules.SessionOf(context) is { } session && await AnswerSignedInAsync(context, session))
        {
            return;
        }

        // An entry that is found is a public page under its canonical path: nothing else is ever stored. Only by a query can it be a former
        // address.
        var key = KeyOf(context.Request, KeyedQuery);
        var found = Find(context.Request, key);
        var isKnown = found is { IsFresh: true } && !context.Request.QueryString.HasValue;
        if (!isKnown && rules.MayBeOld(context.Request) && rules.IsPage(context.Request.Path)
            && await FindMovedAsync(context, found?.Page) is { } moved)
        {
            rules.SetHeaders(context.Response.Headers);
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.Redirect(OwnAddress.ToLocation(moved), permanent: true);
            return;
        }

        if (found is { IsFresh: true })
        {
            rules.SetHeaders(context.Response.Headers);
            views.Count(context, found.Value.Page);
            await found.Value.Page.WriteAsync(context);
            return;
        }

        if (!rules.IsPage(context.Request.Path))
        {
            await next(context);
        }
        else if (rules.CanonicalPath(context.Request.Path.Value ?? "/") is { } canonical)
        {
            // Another spelling is not another page: it is neither rendered nor stored.
            rules.SetHeaders(context.Response.Headers);
            context.Response.Headers.CacheControl = "no-cache";
            var address = new PathString(canonical).ToUriComponent() + context.Request.QueryString;
            context.Response.Redirect(OwnAddress.ToLocation(address), permanent: true);
        }
        else
        {
            await AnswerAsync(context, key, found?.Page);
        }
    }

    private static bool IsReading(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private (CachedPage Page, bool IsFresh)? Find(HttpRequest request, string key) =>
        cache.Find(key) ?? (cache.Find(KeyOf(request, [])) is { Page.ReadsQuery: false } whateverIsAsked ? whateverIsAsked : null);

    private static string KeyOf(HttpRequest request, string[] names)
    {
        var path = request.Path.Value ?? "/";
        if (names.Length == 0 || !request.QueryString.HasValue)
        {
            return path;
        }

        // As pages bind them: the first of several values, and a blank value counts as missing. Escaped, so that no value can imitate
        // another name.
        var query = string.Join('&', names.Select(name => (Name: name, Value: request.Query[name].FirstOrDefault()))
            .Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
        return query.Length == 0 ? path : path + "?" + query;
    }

    private static string[] ReadBy(Endpoint? page)
    {
        var taken = page?.Metadata.GetMetadata<CompiledPageActionDescriptor>()?.HandlerMethods
            .SelectMany(h => h.Parameters).Select(p => p.Name) ?? [];
        return [.. KeyedQuery.Intersect(taken, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Where a former address leads today. Null also when that is not known soon: then there is a page to answer with, or another
    /// spelling that leads on.
    /// </summary>
    private async Task<string?> FindMovedAsync(HttpContext context, CachedPage? known)
    {
        if (known is not null && known.FailedWithin(limits.Rest))
        {
            return null;
        }

        using var share = slots.AskedShares.AttemptAcquire(context);
        if (!share.IsAcquired)
        {
            return null;
        }

        var aborted = context.RequestAborted;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        limit.CancelAfter(limits.Rerendering);
        context.RequestAborted = limit.Token;
        try
        {
            using var permit = await slots.Asked.AcquireAsync(1, limit.Token);
            return permit.IsAcquired ? await rules.MovedTo(context) : null;
        }
        catch (Exception slow) when (limit.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            log.LogWarning("Whether an address is a former one was not found out in time. {Type}", slow.GetType().Name);
            known?.NoteFailure();
            return null;
        }
        finally
        {
            context.RequestAborted = aborted;
        }
    }

    /// <returns>False when the session turned out to have ended: its request is answered like a visitor's.</returns>
    private async Task<bool> AnswerSignedInAsync(HttpContext context, string session)
    {
        if (!rules.IsPage(context.Request.Path))
        {
            await next(context);
            return true;
        }

        using var body = new MemoryStream();
        using (var share = await TakeAsync(token => slots.SessionShares.AcquireAsync(session, 1, token), context.RequestAborted))
        using (var permit = share is { IsAcquired: true }
            ? await TakeAsync(token => slots.SignedIn.AcquireAsync(1, token), context.RequestAborted) : null)
        {
            if (permit is not { IsAcquired: true })
            {
                await SayBusyAsync(context);
                return true;
            }

            // Of many requests at once, the first finds out.
            if (rules.SessionOf(context) is null)
            {
                return false;
            }

            var client = context.Response.Body;
            context.Response.Body = body;
            try
            {
                await next(context);
            }
            finally
            {
                context.Response.Body = client;
            }
        }

        // As for visitors, a slow client holds no slot.
        body.Position = 0;
        await body.CopyToAsync(context.Response.Body, context.RequestAborted);
        return true;
    }

    private async Task AnswerAsync(HttpContext context, string key, CachedPage? stale)
    {
        using var body = new MemoryStream();
        var (page, isRendered) = await FindOrRenderAsync(context, key, stale, body);

        // The slot is released before the response is written, so that a slow client does not make others wait.
        if (page is not null)
        {
            rules.SetHeaders(context.Response.Headers);
            views.Count(context, page);
            await page.WriteAsync(context);
            return;
        }

        if (!isRendered)
        {
            await SayBusyAsync(context);
            return;
        }

        // A response that is not stored here must not be stored elsewhere either.
        if (!context.Response.Headers.ContainsKey("Cache-Control"))
        {
            context.Response.Headers.CacheControl = "no-cache";
        }

        await CachedPage.WriteOnceAsync(context, body.ToArray());
    }

    /// <returns>A page to write, or a response rendered into <paramref name="body"/>; neither when too many renderings are in
    /// progress.</returns>
    private async Task<(CachedPage? Page, bool IsRendered)> FindOrRenderAsync(
        HttpContext context, string key, CachedPage? stale, MemoryStream body)
    {
        // One request renders a page. The others get an older copy at once if there is one; after a failure every request does, for a
        // while.
        if (stale is not null && stale.FailedWithin(limits.Rest))
        {
            return (stale, false);
        }

        using var turn = stale is null ? await cache.TakeTurnAsync(key, limits.Wait, context.RequestAborted) : cache.TryTakeTurn(key);
        if (turn is null)
        {
            return (stale, false);
        }

        if (Find(context.Request, key) is { IsFresh: true } made)
        {
            return (made.Page, false);
        }

        var isAsked = key.Contains('?', StringComparison.Ordinal);
        using var share = (isAsked ? slots.AskedShares : slots.Shares).AttemptAcquire(context);
        if (!share.IsAcquired)
        {
            return (stale, false);
        }

        using var part = isAsked ? await TakeAsync(slots.Asked, stale, context.RequestAborted) : null;
        if (isAsked && part is not { IsAcquired: true })
        {
            return (stale, false);
        }

        using var permit = await TakeAsync(slots.All, stale, context.RequestAborted);
        return permit is { IsAcquired: true } ? (await RenderAsync(context, stale, body), true) : (stale, false);
    }

    /// <summary>Waits for a slot, but not when there is an older copy to serve.</summary>
    private async Task<RateLimitLease?> TakeAsync(ConcurrencyLimiter limiter, CachedPage? stale, CancellationToken aborted) =>
        stale is null ? await TakeAsync(token => limiter.AcquireAsync(1, token), aborted) : limiter.AttemptAcquire();

    private async Task<RateLimitLease?> TakeAsync(Func<CancellationToken, ValueTask<RateLimitLease>> acquire, CancellationToken aborted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        limit.CancelAfter(limits.Wait);
        try
        {
            return await acquire(limit.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<CachedPage?> RenderAsync(HttpContext context, CachedPage? stale, MemoryStream body)
    {
        var since = cache.Now;
        var (client, aborted) = (context.Response.Body, context.RequestAborted);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        if (stale is not null)
        {
            limit.CancelAfter(limits.Rerendering);
            context.RequestAborted = limit.Token;
        }

        var rendering = new Rendering { HasOlder = stale is not null };
        context.Features.Set(rendering);
        context.Response.Body = body;
        var failed = false;
        try
        {
            await next(context);
        }
        catch (Exception outage) when (stale is not null && !context.Response.HasStarted && !aborted.IsCancellationRequested)
        {
            log.LogWarning("A page could not be rendered again; readers get the last good one. {Type}", outage.GetType().Name);
            failed = true;
        }
        finally
        {
            (context.Response.Body, context.RequestAborted) = (client, aborted);
        }

        var status = context.Response.StatusCode;
        if (stale is not null && (failed || status is StatusCodes.Status499ClientClosedRequest or >= 500))
        {
            stale.NoteFailure();
            context.Response.Clear();
            return stale;
        }

        if (rendering.Missing is { } missing)
        {
            Forget(context.Request, stale);
            return missing;
        }

        var shown = context.RequestServices.GetRequiredService<PageCacheTags>();
        var isKept = shown is { IsKept: true, All.Count: > 0 } && !context.Response.Headers.ContainsKey("Set-Cookie")
            && context.User.Identity is not { IsAuthenticated: true }
            && (status == StatusCodes.Status200OK || (status == StatusCodes.Status404NotFound && shown.MissingPageOf is not null));
        if (!isKept)
        {
            Forget(context.Request, stale);
            return null;
        }

        var read = status == StatusCodes.Status200OK ? ReadBy(context.GetEndpoint()) : [];
        var key = status == StatusCodes.Status404NotFound ? MissingPage.KeyIn(shown.MissingPageOf!) : KeyOf(context.Request, read);
        var type = context.Response.ContentType ?? "text/html; charset=utf-8";
        var page = cache.Store(key, body.ToArray(), type, shown.All, since, shown.LastDay, read.Length > 0, status,
            context.Response.GetTypedHeaders().LastModified, CounterOf(context, shown.EntryId, type, status));
        recompressor.Enqueue(page);
        if (status != StatusCodes.Status200OK)
        {
            Forget(context.Request, stale);
        }

        return page;
    }

    private PageViewCounter? CounterOf(HttpContext context, Guid? entryId, string type, int status) =>
        status == StatusCodes.Status200OK && type.StartsWith("text/html", StringComparison.Ordinal)
        && rules.CountedAs(context, entryId) is { } page ? views.CounterOf(page) : null;

    /// <summary>Removes a page that no longer exists, so that its old copy is not served during the next outage.</summary>
    private void Forget(HttpRequest request, CachedPage? stale)
    {
        if (stale is not null)
        {
            cache.Remove(KeyOf(request, KeyedQuery), stale);
            cache.Remove(KeyOf(request, []), stale);
        }
    }

    private Task SayBusyAsync(HttpContext context)
    {
        rules.SetHeaders(context.Response.Headers);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "5";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(MissingPage.LanguageOf(context.Request.Path).Texts["Error.Crowded"], context.RequestAborted);
    }

    /// <summary>State of the request that renders a page, for the pipeline.</summary>
    internal sealed class Rendering
    {
        public CachedPage? Missing { get; set; }

        /// <summary>True if an older copy of the page is in memory, for when it cannot be rendered.</summary>
        public bool HasOlder { get; init; }
    }
}
