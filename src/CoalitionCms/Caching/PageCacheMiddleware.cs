using CoalitionCms.Identity;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Caching;

/// <summary>Answers public pages from memory, first of all; renders and keeps what is not there.</summary>
internal sealed class PageCacheMiddleware(RequestDelegate next, PageCache cache, PageRecompressor recompressor, ILogger<PageCacheMiddleware> log)
{
    /// <summary>Query values that change a page, where it reads them. Any other is ignored, so that made-up ones cannot fill the memory.</summary>
    internal static readonly string[] KeyedQuery = ["after", "before", "campaign", "from", "issue", "region", "sort", "status", "until"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (!IsFromVisitor(context.Request))
        {
            await next(context);
            return;
        }

        // What is found is a public page: nothing else is ever stored.
        var key = KeyOf(context.Request, KeyedQuery);
        var found = Find(context.Request, key);
        if (found is { IsFresh: true })
        {
            SecurityHeaders.SetPublic(context.Response.Headers);
            await found.Value.Page.WriteAsync(context);
            return;
        }

        if (SecurityHeaders.IsStaff(context.Request.Path) || IsFile(context.Request.Path))
        {
            await next(context);
            return;
        }

        using var turn = await cache.TakeTurnAsync(key, context.RequestAborted);
        found = Find(context.Request, key);
        if (found is { IsFresh: true })
        {
            SecurityHeaders.SetPublic(context.Response.Headers);
            await found.Value.Page.WriteAsync(context);
            return;
        }

        await RenderAsync(context, found?.Page);
    }

    private (CachedPage Page, bool IsFresh)? Find(HttpRequest request, string key) =>
        cache.Find(key) ?? (cache.Find(KeyOf(request, [])) is { Page.ReadsQuery: false } whateverIsAsked ? whateverIsAsked : null);

    // Security: checked for lookup and for storing alike; authentication has not run yet here, so the cookie's presence decides.
    private static bool IsFromVisitor(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers.Authorization.Count == 0
        && (request.Headers.Cookie.Count == 0 || !SessionCookie.IsSentWith(request));

    // Static files and health answers are no pages; holding them here would only copy them once more.
    private static bool IsFile(PathString path) =>
        path.StartsWithSegments("/css", StringComparison.Ordinal) || path.StartsWithSegments("/js", StringComparison.Ordinal)
        || path.StartsWithSegments("/img", StringComparison.Ordinal) || path.StartsWithSegments("/media", StringComparison.Ordinal)
        || path.StartsWithSegments("/healthz", StringComparison.Ordinal) || path.StartsWithSegments("/readyz", StringComparison.Ordinal);

    private static string KeyOf(HttpRequest request, string[] names)
    {
        var path = request.Path.Value ?? "/";
        if (names.Length == 0 || !request.QueryString.HasValue)
        {
            return path;
        }

        // As a page takes them: of several values the first, and a blank one is none. Escaped, so that no value can pass for another name.
        var query = string.Join('&', names.Select(name => (Name: name, Value: request.Query[name].FirstOrDefault()))
            .Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
        return query.Length == 0 ? path : path + "?" + query;
    }

    /// <summary>The keyed values that the page itself takes.</summary>
    private static string[] ReadBy(Endpoint? page)
    {
        var taken = page?.Metadata.GetMetadata<CompiledPageActionDescriptor>()?.HandlerMethods.SelectMany(h => h.Parameters).Select(p => p.Name) ?? [];
        return [.. KeyedQuery.Intersect(taken, StringComparer.Ordinal)];
    }

    private async Task RenderAsync(HttpContext context, CachedPage? ofYesterday)
    {
        var since = cache.Now;
        var client = context.Response.Body;
        using var body = new MemoryStream();
        context.Response.Body = body;
        try
        {
            await next(context);
        }
        catch (Exception outage) when (ofYesterday is not null && !context.Response.HasStarted && outage is not OperationCanceledException)
        {
            log.LogWarning("A page could not be rendered anew; readers get the last good one. {Type}", outage.GetType().Name);
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        finally
        {
            context.Response.Body = client;
        }

        if (ofYesterday is not null && context.Response.StatusCode >= 500)
        {
            context.Response.Clear();
            await ofYesterday.WriteAsync(context);
            return;
        }

        var shown = context.RequestServices.GetRequiredService<PageCacheTags>();
        if (context.Response.StatusCode == StatusCodes.Status200OK && shown is { IsKept: true, All.Count: > 0 } && !context.Response.Headers.ContainsKey("Set-Cookie"))
        {
            var read = ReadBy(context.GetEndpoint());
            var page = cache.Store(
                KeyOf(context.Request, read), body.ToArray(), context.Response.ContentType ?? "text/html; charset=utf-8", shown.All, since, shown.LastDay, read.Length > 0);
            recompressor.Enqueue(page);
            await page.WriteAsync(context);
            return;
        }

        // What is not kept is not to be kept elsewhere either.
        if (!context.Response.Headers.ContainsKey("Cache-Control"))
        {
            context.Response.Headers.CacheControl = "no-cache";
        }

        body.Position = 0;
        await body.CopyToAsync(client, context.RequestAborted);
    }
}
