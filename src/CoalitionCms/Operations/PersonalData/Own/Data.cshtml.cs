using CoalitionCms.Identity;
using CoalitionCms.Operations.PersonalData.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Operations.PersonalData.Own;

/// <summary>What is stored about oneself, to view and to export.</summary>
[Authorize]
[StepUp]
internal sealed class DataModel(PersonalDataQueries queries, ExportPerson export) : StaffPage
{
    public PersonalRecord Person { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await queries.OpenAsync(Actor, Actor.AccountId ?? Guid.Empty, cancellationToken) is not { } person)
        {
            return NotFound();
        }

        Person = person;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        await export.RunAsync(Actor, Actor.AccountId ?? Guid.Empty, cancellationToken) is { IsDone: true } packed
            ? File(packed.Value, "application/zip", "my-data.zip") : NotFound();
}
