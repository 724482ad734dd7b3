using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses.Actions;
using CoalitionCms.Identity;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Addresses.Admin;

/// <summary>The form of an address; the id is that of an address, or <c>new</c>.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
[StepUp]
internal sealed class EditModel(AddressAdminQueries queries, SaveAddress saveAddress) : StaffPage
{
    [BindProperty]
    public AddressForm Input { get; set; } = new();

    /// <summary>The stored address; null for a new one.</summary>
    public OpenAddress? Stored { get; private set; }

    /// <summary>True when another user saved it since the form was opened.</summary>
    public bool IsStale { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        Input = Stored is null ? new() : AddressForm.Of(Stored);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        LocalFields.Complete(Input.Why);
        var errors = new List<Error>();
        var input = Input.ToInput(Stored?.Id, errors);
        if (!ModelState.IsValid || errors.Count > 0)
        {
            return Again(errors);
        }

        var saved = await saveAddress.RunAsync(Actor, input, cancellationToken);
        if (saved.IsDone)
        {
            return Done(saved.Value ? "Accounts.AdminAsked" : "Official.Saved", "/admin/addresses");
        }

        IsStale = saved.Errors.Contains(AddressesErrors.Stale);
        if (!IsStale)
        {
            return Again(saved.Errors);
        }

        Input.Version = Stored!.Version;
        return Conflict(saved.Errors);
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        Stored = Guid.TryParse(id, out var known) ? await queries.FindAsync(known, cancellationToken) : null;
        return Stored is not null || id == "new";
    }
}
