using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace CoalitionCms.Content;

/// <summary>The public page of one entry; it also handles requests for a text that does not exist.</summary>
internal abstract class PublishedPage : SitePage
{
    /// <summary>
    /// A redirect to the new address of the text, a page that offers the languages that have it, or "not found". The page is no error:
    /// lists and the language switch lead to it.
    /// </summary>
    protected IActionResult Elsewhere(Lookup lookup)
    {
        if (lookup.MovedTo is { } path)
        {
            return LocalRedirectPermanent(OwnAddress.ToLocation(path));
        }

        return lookup.Elsewhere.Count == 0
            ? NotFound()
            : new ViewResult
            {
                ViewName = "/Content/NotTranslated.cshtml",
                ViewData = new ViewDataDictionary<IReadOnlyList<Translation>>(MetadataProvider, ModelState) { Model = lookup.Elsewhere },
            };
    }
}
