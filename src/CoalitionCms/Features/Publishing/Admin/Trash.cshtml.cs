using CoalitionCms.Features.Accounts;
using CoalitionCms.Features.Publishing.Actions;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Publishing.Admin;

/// <summary>Asks before an entry goes to the trash or comes back, and does it.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
public sealed class TrashModel(EntryDesk desk, TrashEntry trashEntry, SettingsDesk settings, Texts texts) : PageModel
{
    /// <summary>The entry.</summary>
    public DeskLine Entry { get; private set; } = null!;

    /// <summary>True when it is in the trash, and the question is whether to restore it.</summary>
    public bool IsInTrash => Entry.State == EntryState.Trashed;

    /// <summary>When it will be deleted for good; null while it is not in the trash.</summary>
    public DateTime? PurgedAt { get; private set; }

    /// <summary>Asks.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(HttpContext.Actor(), id, cancellationToken) is not { } entry)
        {
            return NotFound();
        }

        Entry = entry;
        if (IsInTrash && (await desk.OpenAsync(HttpContext.Actor(), entry.Kind, id, cancellationToken))!.TrashedAt is { } trashedAt)
        {
            PurgedAt = trashedAt.AddDays((await settings.OpenAsync(cancellationToken)).TrashDays);
        }

        return Page();
    }

    /// <summary>Moves to the trash, or with <paramref name="restore"/> out of it.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, bool restore, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(HttpContext.Actor(), id, cancellationToken) is not { } entry)
        {
            return NotFound();
        }

        var outcome = restore
            ? await trashEntry.UndoAsync(HttpContext.Actor(), id, cancellationToken)
            : await trashEntry.RunAsync(HttpContext.Actor(), id, cancellationToken);
        TempData[outcome.IsDone ? "done" : "refused"] = outcome.IsDone ? (restore ? "Entry.Restored" : "Entry.Trashed") : texts.Of(outcome.Refusals[0]);
        return LocalRedirect(SiteUrls.Edit(entry.Kind, id));
    }
}
