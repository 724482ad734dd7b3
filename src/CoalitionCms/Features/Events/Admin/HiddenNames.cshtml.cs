using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>
/// Texts and captions that still name people who must not be named. Searched when the page is opened, a hundred members at a time.
/// </summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
internal sealed class HiddenNamesModel(NamesInTexts names) : PageModel
{
    public HiddenNamesPage Names { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid? after, CancellationToken cancellationToken)
    {
        if (await names.HiddenAsync(HttpContext.Actor(), after, cancellationToken) is not { } page)
        {
            return NotFound();
        }

        Names = page;
        return Page();
    }
}
