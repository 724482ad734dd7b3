using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.DraftLinks.Site;

/// <summary>A draft, for the one reader who was sent its link: the public page of its
/// kind, made of the revision that the link names.</summary>
internal sealed class DraftModel(DraftReading reading, EntryPreview preview, MediaQueries media, DraftLimits limits, PageCacheTags shown)
    : SitePage
{
    public bool IsTooMany { get; private set; }

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        DraftReading.ForbidKeeping(HttpContext, shown);
        var draft = await reading.OpenAsync(code, cancellationToken);
        IsTooMany = draft is null ? !limits.AllowsWrong(RateLimits.ClientOf(HttpContext)) : !limits.AllowsPage(code);
        if (IsTooMany || draft is null)
        {
            // Security: a link that never existed and one that has ended get the same answer.
            Response.StatusCode = IsTooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status404NotFound;
            return Page();
        }

        HttpContext.Speak(draft.Language);
        media.ServeFrom(SiteUrls.DraftMedia(code));
        return await preview.ShowAsync(this, draft.Kind, draft.Text, draft.Language, draft.ItemId, draft.FactsJson, cancellationToken);
    }
}
