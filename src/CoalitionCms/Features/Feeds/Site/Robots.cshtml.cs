using CoalitionCms.Caching;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Feeds.Site;

/// <summary>Tells crawlers what is not for them (RFC 9309). A courtesy: what keeps people out is the sign-in.</summary>
public sealed class RobotsModel(PageCacheTags shown) : SitePage
{
    /// <summary>Answers with the rules.</summary>
    public IActionResult OnGet()
    {
        shown.Add(CacheTag.Site);
        return Content("User-agent: *\nDisallow: /account/\nDisallow: /admin/\n", "text/plain; charset=utf-8");
    }
}
