using CoalitionCms.Domain;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Identity;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>The attendance list of an event as a file. Requires recent authentication and is logged.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
[StepUp]
internal sealed class ExportModel(ExportAttendance exportAttendance) : PageModel
{
    public IActionResult OnGet(Guid id) => LocalRedirect(SiteUrls.AttendanceTable(id));

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        var rows = await exportAttendance.RunAsync(HttpContext.Actor(), id, cancellationToken);
        return rows.IsDone ? CsvFile.Of(rows.Value, "attendance.csv") : NotFound();
    }
}
