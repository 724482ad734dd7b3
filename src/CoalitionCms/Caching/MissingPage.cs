using CoalitionCms.Domain;
using Microsoft.AspNetCore.Diagnostics;

namespace CoalitionCms.Caching;

/// <summary>One "not found" page for each language, which answers every unknown address.</summary>
internal static class MissingPage
{
    /// <summary>The cache key of the page; it is not a path.</summary>
    public static string KeyIn(Language language) => "404 " + language.Code;

    public static Language LanguageOf(PathString path) => Language.Find(path.Value?.Split('/').ElementAtOrDefault(1)) ?? Language.English;

    /// <summary>Answers from the cache when the pipeline found nothing, instead of rendering the page again.</summary>
    public static async Task FromMemoryAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var isBare = context.Response is { StatusCode: 404, HasStarted: false, ContentLength: null, ContentType: null or "" };
        if (isBare
            && context.Features.Get<PageCacheMiddleware.Rendering>() is { } rendering
            && context.Features.Get<IStatusCodePagesFeature>() is { Enabled: true } pages
            && context.RequestServices.GetRequiredService<PageCache>().Find(KeyIn(LanguageOf(context.Request.Path)))
            is { IsFresh: true } known)
        {
            (pages.Enabled, rendering.Missing) = (false, known.Page);
        }
    }
}
