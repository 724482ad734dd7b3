using CoalitionCms.Features.Accounts;
using CoalitionCms.Features.Official.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Official.Admin;

/// <summary>The form of an address; <c>new</c> stands for the id of one that is to be added.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
[StepUp]
public sealed class EditModel(AddressDesk desk, SaveAddress saveAddress, Texts texts) : PageModel
{
    /// <summary>What was typed.</summary>
    [BindProperty]
    public AddressForm Input { get; set; } = new();

    /// <summary>The address as it stands in the register; null while it is new.</summary>
    public OpenAddress? Stored { get; private set; }

    /// <summary>True when somebody else saved it since the form was opened.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Opens the form.</summary>
    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        Input = Stored is null ? new() : AddressForm.Of(Stored);
        return Page();
    }

    /// <summary>Saves. Whatever happens, what was typed comes back.</summary>
    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        var refusals = new List<Refusal>();
        var input = Input.ToInput(Stored?.Id, refusals);
        if (ModelState.IsValid && refusals.Count == 0)
        {
            var saved = await saveAddress.RunAsync(HttpContext.Actor(), input, cancellationToken);
            if (saved.IsDone)
            {
                TempData["done"] = "Official.Saved";
                return LocalRedirect("/admin/addresses");
            }

            refusals.AddRange(saved.Refusals);
        }

        ModelState.Add(texts, refusals);
        return Again(refusals.Contains(OfficialRefusals.Stale));
    }

    private PageResult Again(bool isStale)
    {
        IsStale = isStale;
        LocalFields.Complete(Input.Why);
        Response.StatusCode = isStale ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
        if (isStale)
        {
            // Both stand on the page; saving again means having seen the other one.
            ModelState.Remove("Input.Version");
            Input.Version = Stored!.Version;
        }

        return Page();
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        Stored = Guid.TryParse(id, out var known) ? await desk.FindAsync(known, cancellationToken) : null;
        return Stored is not null || id == "new";
    }
}
