using CoalitionCms.Caching;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Web.Errors.Site;

/// <summary>The error page: describes the likely cause, that nothing was recorded, and where to continue.</summary>
[IgnoreAntiforgeryToken]
internal sealed class ErrorModel(PageCacheTags shown) : PageModel
{
    public int Code { get; private set; }

    /// <summary>First part of the resource keys for this status.</summary>
    public string Key => Code switch
    {
        503 when ClosedForReading.IsAnswerTo(HttpContext) => "Error.ReadingOnly",
        404 => "Error.NotFound",
        403 => "Error.Forbidden",
        413 => "Error.TooLarge",
        429 => "Error.TooMany",
        >= 500 => "Error.Broken",
        _ => "Error.BadRequest",
    };

    /// <summary>The reference number for the operators of the site, for server errors.</summary>
    public string? Reference => Code >= 500 && !ClosedForReading.IsAnswerTo(HttpContext) ? HttpContext.TraceIdentifier : null;

    /// <summary>Runs for every HTTP method: an error after a POST is shown too.</summary>
    public override void OnPageHandlerExecuting(Microsoft.AspNetCore.Mvc.Filters.PageHandlerExecutingContext context)
    {
        // Requested directly, the page does not exist.
        Code = ErrorPages.IsShowingError(HttpContext) && Response.StatusCode >= 400 ? Response.StatusCode : StatusCodes.Status404NotFound;
        Response.StatusCode = Code;
        var path = ErrorPages.PathAskedFor(HttpContext);
        var isStaff = SecurityHeaders.IsStaff(path);
        HttpContext.Speak(isStaff ? StaffLanguage.Of(HttpContext) : RequestLanguage.OfPath(path.Value ?? "/"));
        if (Code == StatusCodes.Status404NotFound && !isStaff)
        {
            shown.IsMissingPageOf(HttpContext.Language());
        }
    }
}
