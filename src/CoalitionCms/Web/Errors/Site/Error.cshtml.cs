using CoalitionCms.Caching;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Web.Errors.Site;

/// <summary>
/// The error page: describes the likely cause, that nothing was recorded, and where to continue. What somebody typed is on it when the
/// site could not save it.
/// </summary>
[IgnoreAntiforgeryToken]
internal sealed class ErrorModel(PageCacheTags shown) : PageModel
{
    private UnavailableReason? reason;

    public int Code { get; private set; }

    /// <summary>First part of the resource keys for this status.</summary>
    public string Key => reason is { } why ? "Error." + why : Code switch
    {
        404 => "Error.NotFound",
        403 => "Error.Forbidden",
        413 => "Error.TooLarge",
        429 => "Error.TooMany",
        >= 500 => "Error.Broken",
        _ => "Error.BadRequest",
    };

    /// <summary>The reference number for the operators of the site, for faults of the program.</summary>
    public string? Reference => Code >= 500 && reason is null ? HttpContext.TraceIdentifier : null;

    /// <summary>Fields of the form that could not be saved; empty when there was none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Kept { get; private set; } = [];

    /// <summary>The address of that form.</summary>
    public string KeptFor { get; private set; } = "";

    /// <summary>The kept values that a person can read.</summary>
    public IEnumerable<string> Readable => Kept.Select(f => f.Value.Trim())
        .Where(v => v.Length > 1 && !Guid.TryParse(v, out _) && !bool.TryParse(v, out _));

    public bool HadFiles { get; private set; }

    /// <summary>Runs for every HTTP method: an error after a POST is shown too.</summary>
    public override void OnPageHandlerExecuting(Microsoft.AspNetCore.Mvc.Filters.PageHandlerExecutingContext context)
    {
        // Requested directly, the page does not exist.
        Code = ErrorPages.IsShowingError(HttpContext) && Response.StatusCode >= 400 ? Response.StatusCode : StatusCodes.Status404NotFound;
        Response.StatusCode = Code;
        reason = Code == StatusCodes.Status503ServiceUnavailable ? Unavailable.ReasonOf(HttpContext) : null;
        var path = ErrorPages.PathAskedFor(HttpContext);
        var isStaff = SecurityHeaders.IsStaff(path);
        HttpContext.Speak(isStaff ? StaffLanguage.Of(HttpContext) : RequestLanguage.OfPath(path.Value ?? "/"));
        if (Code == StatusCodes.Status404NotFound && !isStaff)
        {
            shown.IsMissingPageOf(HttpContext.Language());
        }

        if (reason is not null && path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase))
        {
            Keep(path);
        }
    }

    // Security: only what was read already, which is neither a form of another site nor larger than its sender may send; and never a
    // form of the own pages, which have passwords. The token is the page's own, which a form of another site does not have.
    private void Keep(PathString path)
    {
        if (HttpContext.Features.Get<IFormFeature>()?.Form is { Count: > 0 } form)
        {
            KeptFor = path.ToUriComponent() + ErrorPages.QueryAskedFor(HttpContext);
            HadFiles = form.Files.Count > 0;
            Kept = [.. form.Where(f => f.Key != "__RequestVerificationToken")
                .SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v ?? "")))];
        }
    }
}
