using CoalitionCms.Identity;
using CoalitionCms.Features.Addresses.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Addresses.Admin;

/// <summary>Asks before an address is removed from the register, and removes it.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
[StepUp]
public sealed class RemovalModel(AddressAdminQueries queries, RemoveAddress removeAddress) : StaffPage
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

    // When somebody removed or saved it a moment ago, the question is put again, or there is nothing left to ask.
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken) =>
        (await removeAddress.RunAsync(Actor, id, cancellationToken)).IsDone ? Done("Official.Removed", "/admin/addresses")
            : await OnGetAsync(id, cancellationToken);
}
