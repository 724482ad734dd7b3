using CoalitionCms.Identity;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Members.Admin;

/// <summary>The roster.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
public sealed class IndexModel(MemberAdminQueries queries) : PageModel
{
    /// <summary>The page of the roster.</summary>
    public MemberPage Members { get; private set; } = null!;

    /// <summary>Part of a name to look for.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Name { get; set; }

    /// <summary>Ways on.</summary>
    public PagerLinks Pager { get; private set; } = null!;

    /// <summary>Shows the list.</summary>
    public async Task<IActionResult> OnGetAsync(Guid? before, CancellationToken cancellationToken)
    {
        if (await queries.ListAsync(HttpContext.Actor(), Name, before, cancellationToken) is not { } page)
        {
            return NotFound();
        }

        Members = page;
        Pager = PagerLinks.Of($"{SiteUrls.Members}?q={Uri.EscapeDataString(Name ?? "")}", before?.ToString("D"), page.Next?.ToString("D"));
        return Page();
    }
}
