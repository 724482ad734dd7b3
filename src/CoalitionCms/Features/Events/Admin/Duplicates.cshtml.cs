using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Events.Admin;

[Authorize(Policy = nameof(Permission.TakeAttendance))]
internal sealed class DuplicatesModel(DuplicateMembers queries) : StaffPage
{
    public IReadOnlyList<LikelyDuplicate> Duplicates { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await queries.ListAsync(Actor, cancellationToken) is not { } duplicates)
        {
            return NotFound();
        }

        Duplicates = duplicates;
        return Page();
    }
}
