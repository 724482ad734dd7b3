using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses.Actions;
using CoalitionCms.Identity;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Addresses.Admin;

/// <summary>Asks for confirmation, and removes an address from the register.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
[StepUp]
internal sealed class RemovalModel(AddressAdminQueries queries, RemoveAddress removeAddress) : StaffPage
{
    public OpenAddress Address { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(id, cancellationToken) is not { } address)
        {
            return NotFound();
        }

        Address = address;
        return Page();
    }

    // If another user saved the address meanwhile, the question is shown again; if it was removed, there is nothing to confirm.
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken) =>
        await removeAddress.RunAsync(Actor, id, cancellationToken) is { IsDone: true } removed
            ? Done(removed.Value ? "Accounts.AdminAsked" : "Official.Removed", "/admin/addresses")
            : await OnGetAsync(id, cancellationToken);
}
