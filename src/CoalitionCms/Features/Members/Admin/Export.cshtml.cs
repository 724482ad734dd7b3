using CoalitionCms.Domain;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Identity;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Members.Admin;

/// <summary>The whole roster as a file. Requires recent authentication and is logged.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
[StepUp]
internal sealed class ExportModel(ExportMembers exportMembers) : StaffPage
{
    public IActionResult OnGet() => LocalRedirect(SiteUrls.MembersTable);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var rows = await exportMembers.RunAsync(Actor, cancellationToken);
        return rows.IsDone ? CsvFile.Of(rows.Value, "roster.csv") : Forbid();
    }
}
