using CoalitionCms.Data;
using CoalitionCms.Web.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CoalitionCms.Web;

/// <summary>
/// Takes only small forms of staff while the disk is nearly full. After the form was read, so that the error page shows it.
/// </summary>
internal sealed class DiskReserve(DiskSpace disk) : IAsyncPageFilter
{
    /// <summary>Consents, withdrawals, unpublishing and proofs of identity are shorter; texts and files are longer.</summary>
    private const int LargestForm = 8 * 1024;

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!HttpMethods.IsPost(request.Method) || request.ContentLength <= LargestForm || ErrorPages.IsShowingError(context.HttpContext)
            || context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<SurfaceMetadata>()?.Surface is not (Surface.Admin or Surface.Own)
            || !disk.IsReserve)
        {
            await next();
            return;
        }

        Unavailable.Answer(context.HttpContext, UnavailableReason.DiskNearlyFull);
        context.Result = new StatusCodeResult(StatusCodes.Status503ServiceUnavailable);
    }
}
