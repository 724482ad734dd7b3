using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Operations.PersonalData.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Operations.PersonalData.Admin;

/// <summary>What is stored about one person; the id is that of a member or an account.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
internal sealed class PersonModel(OpenPerson open, NameTraces traces, ExportPerson export) : StaffPage
{
    public PersonalRecord Person { get; private set; } = null!;

    /// <summary>The occurrences of the name; null until requested, because the search reads all texts.</summary>
    public NamesFound? Found { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, bool texts, CancellationToken cancellationToken)
    {
        if (await open.RunAsync(Actor, id, cancellationToken) is not { IsDone: true, Value: { } person })
        {
            return NotFound();
        }

        Person = person;
        Found = texts ? await traces.FindAsync(person.Names, person.Member?.MemberId, cancellationToken) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken) =>
        await export.RunAsync(Actor, id, cancellationToken) is { IsDone: true } packed
            ? File(packed.Value, "application/zip", $"person-{id:N}.zip") : NotFound();
}
