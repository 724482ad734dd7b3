using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Operations.PersonalData.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Operations.PersonalData.Admin;

[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
internal sealed class PurgeModel(OpenPerson open, NameTraces traces, PurgePerson purge) : StaffPage
{
    [BindProperty]
    public string? Confirmation { get; set; }

    /// <summary>True to remove the name from texts that no reader sees.</summary>
    [BindProperty]
    public bool TakeOut { get; set; }

    public PersonalRecord Person { get; private set; } = null!;
    public NamesFound Found { get; private set; } = null!;

    /// <summary>The result, shown in this response because the person no longer exists.</summary>
    public PurgePerson.Purged? Purged { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await open.RunAsync(Actor, id, cancellationToken) is not { IsDone: true, Value: { } person })
        {
            return NotFound();
        }

        Person = person;
        Found = await traces.FindAsync(person.Names, person.Member?.MemberId, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        var result = await purge.RunAsync(Actor, new(id, Confirmation, TakeOut), cancellationToken);
        if (result.IsDone)
        {
            Purged = result.Value;
            return Page();
        }

        AddErrors(result.Errors);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await OnGetAsync(id, cancellationToken);
    }
}
