using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Snapshot.Site;

/// <summary>In a copy, one page for all texts that a language does not have. The site has one for each, which offers the others.</summary>
internal sealed class NotTranslatedModel : SitePage
{
    public IActionResult OnGet() => HttpContext.Features.Get<CopyMark>() is null ? NotFound() : Page();
}
