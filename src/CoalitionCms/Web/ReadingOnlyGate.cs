using CoalitionCms.Web.Errors;
using CoalitionCms.Features.Settings;

namespace CoalitionCms.Web;

/// <summary>Marks a page that takes what is sent to it while the site is for reading
/// only: signing out, verifying, and the switch itself.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpenWhileReadingOnlyAttribute : Attribute;

/// <summary>Closes sign-in and everything that is sent in while the site is for reading only.
/// Public pages pass by without a question to the database.</summary>
internal static class ReadingOnlyGate
{
    private static readonly object Closed = new();

    /// <summary>True when this request was refused since the site is for reading only.</summary>
    public static bool WasClosed(HttpContext context) => context.Items.ContainsKey(Closed);

    public static async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        // While the error page is made, the answer is already decided.
        if (!MayBeClosed(context) || ErrorPages.IsShowingError(context)
            || !await context.RequestServices.GetRequiredService<ReadingOnly>().IsOnAsync(context.RequestAborted))
        {
            await next(context);
            return;
        }

        context.Items[Closed] = true;
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "3600";
    }

    private static bool MayBeClosed(HttpContext context) =>
        context.GetEndpoint() is { } endpoint
        && endpoint.Metadata.GetMetadata<OpenWhileReadingOnlyAttribute>() is null
        && (HttpMethods.IsPost(context.Request.Method) || endpoint.Metadata.GetMetadata<SurfaceMetadata>()?.Surface == Surface.SignIn);
}
