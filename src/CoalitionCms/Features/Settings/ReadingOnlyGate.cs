using CoalitionCms.Web;
using CoalitionCms.Web.Errors;

namespace CoalitionCms.Features.Settings;

/// <summary>Closes sign-in and everything that is sent in while the site is for reading only.
/// Public pages pass by without a question to the database.</summary>
internal static class ReadingOnlyGate
{
    public static async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        // While the error page is made, the answer is already decided.
        if (!MayBeClosed(context) || ErrorPages.IsShowingError(context)
            || !await context.RequestServices.GetRequiredService<ReadingOnly>().IsOnAsync(context.RequestAborted))
        {
            await next(context);
            return;
        }

        ClosedForReading.Refuse(context);
    }

    private static bool MayBeClosed(HttpContext context) =>
        context.GetEndpoint() is { } endpoint
        && endpoint.Metadata.GetMetadata<OpenWhileReadingOnlyAttribute>() is null
        && (HttpMethods.IsPost(context.Request.Method) || endpoint.Metadata.GetMetadata<SurfaceMetadata>()?.Surface == Surface.SignIn);
}
