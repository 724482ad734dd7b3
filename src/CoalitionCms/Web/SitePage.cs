using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace CoalitionCms.Web;

/// <summary>What public pages have in common: their language, and what to answer when a text is not there.</summary>
public abstract class SitePage : PageModel
{
    public Language Language => HttpContext.Language();

    /// <summary>The page's own path, as the reader's address bar has it.</summary>
    public string Path => Request.Path.Value ?? "/";

    /// <summary>A redirect to where the text is now, an offer of the languages that have it, or "not found".</summary>
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
                ViewName = "/Web/Layouts/NotTranslated.cshtml",
                StatusCode = StatusCodes.Status404NotFound,
                ViewData = new ViewDataDictionary<IReadOnlyList<Translation>>(MetadataProvider, ModelState) { Model = lookup.Elsewhere },
            };
    }
}
