using CoalitionCms.Identity;
using CoalitionCms.Operations.PersonalData.Actions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Operations.PersonalData.Own;

/// <summary>What is held about oneself, to see and to take along.</summary>
[Authorize]
[StepUp]
public sealed class DataModel(PersonalDataDesk queries, ExportPerson export) : PageModel
{
    /// <summary>Oneself.</summary>
    public PersonalRecord Person { get; private set; } = null!;

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await queries.OpenAsync(HttpContext.Actor(), HttpContext.Actor().AccountId ?? Guid.Empty, cancellationToken) is not { } person)
        {
            return NotFound();
        }

        Person = person;
        return Page();
    }

    /// <summary>Packs it.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        await export.RunAsync(HttpContext.Actor(), HttpContext.Actor().AccountId ?? Guid.Empty, cancellationToken) is { IsDone: true } packed
            ? File(packed.Value, "application/zip", "my-data.zip")
            : NotFound();
}
