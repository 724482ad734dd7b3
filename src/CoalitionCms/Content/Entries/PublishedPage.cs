using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace CoalitionCms.Content;

/// <summary>The public page of one entry; it also handles requests for a text that does not exist.</summary>
internal abstract class PublishedPage : SitePage
{
    /// <summary>A redirect to the new address of the text, an offer of the languages that have it, or "not found".</summary>
    protected IActionResult Elsewhere(Lookup lookup)
    {
        if (lookup.MovedTo is { } path)
        {
            return LocalRedirectPermanent(path);
        }

        return lookup.Elsewhere.Count == 0
            ? NotFound()
            : new ViewResult
            {
                ViewName = "/Content/NotTranslated.cshtml",
                StatusCode = StatusCodes.Status404NotFound,
                ViewData = new ViewDataDictionary<IReadOnlyList<Translation>>(MetadataProvider, ModelState) { Model = lookup.Elsewhere },
            };
    }
}
