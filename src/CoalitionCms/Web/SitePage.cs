using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Web;

/// <summary>Base class of public pages: their language and address.</summary>
internal abstract class SitePage : PageModel
{
    public Language Language => HttpContext.Language();

    /// <summary>The page's own path, as shown in the reader's address bar.</summary>
    public string Path => Request.Path.Value ?? "/";
}
