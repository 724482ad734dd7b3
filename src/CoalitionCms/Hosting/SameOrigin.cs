using CoalitionCms.Features.Errors;

namespace CoalitionCms.Hosting;

/// <summary>Refuses what a page of another site sends, before antiforgery tokens are even looked at.</summary>
internal static class SameOrigin
{
    /// <summary>Lets GET and HEAD through, and other verbs only from the site itself.</summary>
    public static Task RequireAsync(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || IsOwn(context.Request) || ErrorPages.IsShowingError(context))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
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
        return origin.Length == 0 || origin == "null" || (Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.Authority == request.Host.Value);
    }
}
