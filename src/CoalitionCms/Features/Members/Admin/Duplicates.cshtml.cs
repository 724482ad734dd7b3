using CoalitionCms.Identity;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Members.Admin;

/// <summary>Pairs of lines that may be one person.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
public sealed class DuplicatesModel(DuplicateMembers queries) : PageModel
{
    /// <summary>The pairs.</summary>
    public IReadOnlyList<LikelyDuplicate> Duplicates { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await queries.ListAsync(HttpContext.Actor(), cancellationToken) is not { } duplicates)
        {
            return NotFound();
        }

        Duplicates = duplicates;
        return Page();
    }
}
