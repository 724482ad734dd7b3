using CoalitionCms.Features.Publishing.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Features.Publishing.Admin;

/// <summary>Asks before a schedule is taken back, and does it.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
public sealed class ScheduleModel(EntryDesk desk, ScheduleEntry scheduleEntry, Texts texts) : EntryQuestion(desk, texts, "Entry.Unscheduled")
{
    /// <inheritdoc />
    protected override Task<Outcome> ActAsync(Actor actor, Guid entryId, CancellationToken cancellationToken) => scheduleEntry.UndoAsync(actor, entryId, cancellationToken);
}
