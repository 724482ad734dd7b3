using CoalitionCms.Identity;
using CoalitionCms.Features.Addresses.Actions;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Addresses.Admin;

/// <summary>Asks before an address leaves the register, and does it.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
[StepUp]
public sealed class RemovalModel(AddressAdminQueries queries, RemoveAddress removeAddress) : PageModel
{
    /// <summary>The address.</summary>
    public OpenAddress Address { get; private set; } = null!;

    /// <summary>Asks.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(id, cancellationToken) is not { } address)
        {
            return NotFound();
        }

        Address = address;
        return Page();
    }

    /// <summary>Removes.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!(await removeAddress.RunAsync(HttpContext.Actor(), id, cancellationToken)).IsDone)
        {
            // Somebody removed or saved it a moment ago: the question is put anew, or there is nothing left to ask.
            return await OnGetAsync(id, cancellationToken);
        }

        TempData["done"] = "Official.Removed";
        return LocalRedirect("/admin/addresses");
    }
}
