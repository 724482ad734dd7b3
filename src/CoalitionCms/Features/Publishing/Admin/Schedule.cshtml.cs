using CoalitionCms.Features.Accounts;
using CoalitionCms.Features.Publishing.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Publishing.Admin;

/// <summary>Asks before a schedule is taken back, and does it.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
public sealed class ScheduleModel(EntryDesk desk, ScheduleEntry scheduleEntry, Texts texts) : PageModel
{
    /// <summary>The entry.</summary>
    public DeskLine Entry { get; private set; } = null!;

    /// <summary>Asks.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(HttpContext.Actor(), id, cancellationToken) is not { } entry)
        {
            return NotFound();
        }

        Entry = entry;
        return Page();
    }

    /// <summary>Takes the schedule back.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(HttpContext.Actor(), id, cancellationToken) is not { } entry)
        {
            return NotFound();
        }

        var outcome = await scheduleEntry.UndoAsync(HttpContext.Actor(), id, cancellationToken);
        TempData[outcome.IsDone ? "done" : "refused"] = outcome.IsDone ? "Entry.Unscheduled" : texts.Of(outcome.Refusals[0]);
        return LocalRedirect(SiteUrls.Edit(entry.Kind, id));
    }
}
