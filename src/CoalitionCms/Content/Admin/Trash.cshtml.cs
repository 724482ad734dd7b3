using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>Asks for confirmation before an entry is moved to the trash or restored.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class TrashModel(EntryAdminQueries queries, TrashEntry trashEntry, SettingsAdminQueries settings, Texts texts) : PageModel
{
    public EntryAdminRow Entry { get; private set; } = null!;

    /// <summary>True when it is in the trash and may be restored.</summary>
    public bool IsInTrash => Entry.State == EntryState.Trashed;

    /// <summary>True for a public entry, which must be unpublished first.</summary>
    public bool IsPublic => Entry.State is EntryState.Published or EntryState.PublishedWithChanges;

    /// <summary>When it will be permanently deleted; null while it is not in the trash.</summary>
    public DateTime? PurgedAt { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(HttpContext.Actor(), id, cancellationToken) is not { } entry)
        {
            return NotFound();
        }

        Entry = entry;
        if (IsInTrash && (await queries.OpenAsync(HttpContext.Actor(), entry.Kind, id, cancellationToken))!.TrashedAt is { } trashedAt)
        {
            PurgedAt = trashedAt.AddDays((await settings.OpenAsync(cancellationToken)).TrashDays);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, bool restore, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(HttpContext.Actor(), id, cancellationToken) is not { } entry)
        {
            return NotFound();
        }

        var result = restore
            ? await trashEntry.UndoAsync(HttpContext.Actor(), id, cancellationToken)
            : await trashEntry.RunAsync(HttpContext.Actor(), id, cancellationToken);
        TempData[result.IsDone ? "done" : "refused"] = result.IsDone
            ? (restore ? "Entry.Restored" : "Entry.Trashed")
            : texts.Of(result.Errors[0]);
        if (!result.IsDone && !restore)
        {
            return LocalRedirect($"/admin/trash/{id:D}");
        }

        if (restore)
        {
            return LocalRedirect(SiteUrls.Edit(entry.Kind, id));
        }

        TempData["undo"] = $"/admin/trash/{id:D}";
        return LocalRedirect(SiteUrls.AdminList(entry.Kind));
    }
}
