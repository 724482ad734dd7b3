using CoalitionCms.Web.Errors;
using Microsoft.AspNetCore.Diagnostics;

namespace CoalitionCms.Web;

/// <summary>
/// Refuses what no form of the site sends, before a body is read: methods that are not used, POST to pages without forms, and requests
/// sent by pages of other sites.
/// </summary>
internal static class RequestMethods
{
    public static Task RequireAsync(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || ErrorPages.IsShowingError(context))
        {
            return next(context);
        }

        if (HttpMethods.IsPost(method) && context.GetEndpoint()?.Metadata.GetMetadata<SurfaceMetadata>() is { Surface: not Surface.Site })
        {
            if (IsOwn(context.Request))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        // No browser of a person sends these, and the error page would run under the same method: the status is sufficient.
        context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = "GET, HEAD";
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
