using CoalitionCms.Web.Errors;
using Microsoft.AspNetCore.Diagnostics;

namespace CoalitionCms.Web;

/// <summary>Refuses what a page of another site sends, before antiforgery tokens are even
/// looked at, and verbs that the site has no use for.</summary>
internal static class SameOrigin
{
    /// <summary>Lets GET and HEAD through, POST only from the site itself, and nothing
    /// else: pages would answer OPTIONS and TRACE.</summary>
    public static Task RequireAsync(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            || (HttpMethods.IsPost(context.Request.Method) && IsOwn(context.Request)) || ErrorPages.IsShowingError(context))
        {
            return next(context);
        }

        if (HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        // No browser of a person sends these, and the error page would run under the same verb: the status says it all.
        context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }

    private static bool IsOwn(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site && site is not ("same-origin" or "none"))
        {
            return false;
        }

        // A browser that hides where it is from (Tor, private mode) may send "null" with no-referrer; antiforgery still holds.
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || origin == "null"
            || (Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.Authority == request.Host.Value);
    }
}
