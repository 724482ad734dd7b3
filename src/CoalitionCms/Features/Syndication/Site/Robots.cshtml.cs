using CoalitionCms.Data;
using CoalitionCms.Features.Shared;
using CoalitionCms.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Syndication.Site;

/// <summary>Tells crawlers what is not for them (RFC 9309). A courtesy: what keeps people out is the sign-in.</summary>
public sealed class RobotsModel(ShownTags shown) : SitePage
{
    /// <summary>Answers with the rules.</summary>
    public IActionResult OnGet()
    {
        shown.Add(PageTag.Site);
        return Content("User-agent: *\nDisallow: /account/\nDisallow: /admin/\n", "text/plain; charset=utf-8");
    }
}
