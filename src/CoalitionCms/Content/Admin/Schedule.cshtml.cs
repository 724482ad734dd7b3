using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Content.Admin;

/// <summary>Asks for confirmation before a schedule is cancelled.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class ScheduleModel(EntryAdminQueries queries, ScheduleEntry scheduleEntry, Texts texts)
    : ConfirmEntryPage(queries, texts, "Entry.Unscheduled")
{
    protected override Task<Result> ActAsync(Actor actor, Guid entryId, CancellationToken cancellationToken) =>
        scheduleEntry.UndoAsync(actor, entryId, cancellationToken);
}
