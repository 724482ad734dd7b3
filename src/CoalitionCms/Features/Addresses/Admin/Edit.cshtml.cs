using CoalitionCms.Identity;
using CoalitionCms.Features.Addresses.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Addresses.Admin;

/// <summary>The form of an address; <c>new</c> stands for the id of one that is to be added.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
[StepUp]
public sealed class EditModel(AddressAdminQueries queries, SaveAddress saveAddress, Texts texts) : PageModel
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

        var errors = new List<Error>();
        var input = Input.ToInput(Stored?.Id, errors);
        if (ModelState.IsValid && errors.Count == 0)
        {
            var saved = await saveAddress.RunAsync(HttpContext.Actor(), input, cancellationToken);
            if (saved.IsDone)
            {
                TempData["done"] = "Official.Saved";
                return LocalRedirect("/admin/addresses");
            }

            errors.AddRange(saved.Errors);
        }

        ModelState.Add(texts, errors);
        return Again(errors.Contains(AddressesErrors.Stale));
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
        Stored = Guid.TryParse(id, out var known) ? await queries.FindAsync(known, cancellationToken) : null;
        return Stored is not null || id == "new";
    }
}
