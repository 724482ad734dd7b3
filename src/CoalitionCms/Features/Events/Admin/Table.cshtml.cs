using CoalitionCms.Domain;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>
/// Imports and exports the attendance list of an event as a table. The changes of an import are shown before they are made.
/// </summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
internal sealed class TableModel(CheckInQueries queries, ImportAttendance importAttendance) : TablePage<AttendancePlan>
{
    public EventHead Head { get; private set; } = null!;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var id = (Guid)context.HandlerArguments["id"]!;
        if (await queries.HeadAsync(Actor, id, HttpContext.Language(), HttpContext.RequestAborted) is not { } head)
        {
            context.Result = NotFound();
            return;
        }

        Head = head;
        await next();
    }

    public IActionResult OnGet(Guid id) => id == Head.EventId ? Page() : NotFound();

    public Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public async Task<IActionResult> OnPostSaveAsync(Guid id, CancellationToken cancellationToken)
    {
        var done = await importAttendance.RunAsync(Actor, id, Text ?? "", Signature ?? "", cancellationToken);
        return done.IsDone ? Done("Events.Recorded", SiteUrls.Attendance(id)) : await ShowAsync(done.Errors, cancellationToken);
    }

    protected override Task<Result<AttendancePlan>> PreviewAsync(CancellationToken cancellationToken) =>
        importAttendance.PreviewAsync(Actor, Head.EventId, Text ?? "", cancellationToken);
}
