using CoalitionCms.Web;
using CoalitionCms.Web.Errors;

namespace CoalitionCms.Features.Settings;

/// <summary>Blocks sign-in and all submissions in read-only mode. Public pages pass without a database query.</summary>
internal static class ReadingOnlyGate
{
    public static async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        // While the error page is rendered, the response is already decided.
        if (!MayBeClosed(context) || ErrorPages.IsShowingError(context)
            || !await context.RequestServices.GetRequiredService<ReadingOnly>().IsOnAsync(context.RequestAborted))
        {
            await next(context);
            return;
        }

        Unavailable.Answer(context, UnavailableReason.ReadingOnly);
    }

    private static bool MayBeClosed(HttpContext context) =>
        context.GetEndpoint() is { } endpoint
        && endpoint.Metadata.GetMetadata<OpenWhileReadingOnlyAttribute>() is null
        && (HttpMethods.IsPost(context.Request.Method) || endpoint.Metadata.GetMetadata<SurfaceMetadata>()?.Surface == Surface.SignIn);
}
