using CoalitionCms.Web.Errors;
using Microsoft.AspNetCore.Diagnostics;

namespace CoalitionCms.Web;

/// <summary>
/// Refuses requests sent by pages of other sites, before antiforgery tokens are checked, and HTTP methods that the site does not use.
/// </summary>
internal static class SameOrigin
{
    /// <summary>Allows GET and HEAD, POST only from the site itself, and nothing else: pages would answer OPTIONS and TRACE.</summary>
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

        // No browser of a person sends these, and the error page would run under the same method: the status is sufficient.
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

        // A browser that hides its origin (Tor, private mode) may send "null" with no-referrer; antiforgery still applies.
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || origin == "null"
            || (Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.Authority == request.Host.Value);
    }
}
