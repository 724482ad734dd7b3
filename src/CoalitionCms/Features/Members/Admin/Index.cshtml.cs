using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Members.Admin;

[Authorize(Policy = nameof(Permission.TakeAttendance))]
internal sealed class IndexModel(MemberAdminQueries queries) : StaffPage
{
    public MemberPage Members { get; private set; } = null!;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Name { get; set; }

    public PagerLinks Pager { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid? after, CancellationToken cancellationToken)
    {
        if (await queries.ListAsync(Actor, Name, after, cancellationToken) is not { } page)
        {
            return NotFound();
        }

        Members = page;
        Pager = PagerLinks.Of($"{SiteUrls.Members}?q={Uri.EscapeDataString(Name ?? "")}", after?.ToString("D"), page.Next?.ToString("D"),
            nameof(after));
        return Page();
    }
}
