using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Web;

/// <summary>What public pages have in common: their language and address.</summary>
public abstract class SitePage : PageModel
{
    public Language Language => HttpContext.Language();

    /// <summary>The page's own path, as the reader's address bar has it.</summary>
    public string Path => Request.Path.Value ?? "/";
}
