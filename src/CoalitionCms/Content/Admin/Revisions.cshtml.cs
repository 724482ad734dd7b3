using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>The history of an entry: author, time and reason of each revision; and restoring one.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class RevisionsModel(EntryAdminQueries queries, RevisionAdminQueries revisions, RestoreRevision restoreRevision,
    Texts texts)
    : PageModel
{
    public EntryAdminRow Entry { get; private set; } = null!;
    public RevisionPage History { get; private set; } = null!;

    /// <summary>The newest saves of the facts, which all languages share.</summary>
    public IReadOnlyList<FactsRevisionRow> Facts { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, long? before, CancellationToken cancellationToken)
    {
        var actor = HttpContext.Actor();
        if (await queries.FindAsync(actor, id, cancellationToken) is not { } entry
            || await revisions.ListAsync(actor, id, before, cancellationToken) is not { } history)
        {
            return NotFound();
        }

        (Entry, History, Facts) = (entry, history, await revisions.ListFactsAsync(actor, id, cancellationToken) ?? []);
        return Page();
    }

    /// <summary>Restores an older text as a new revision, or older <paramref name="facts"/>.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, long number, long version, bool facts, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(HttpContext.Actor(), id, cancellationToken) is not { } entry)
        {
            return NotFound();
        }

        var result = facts
            ? await restoreRevision.RunForFactsAsync(HttpContext.Actor(), id, version, number, cancellationToken)
            : await restoreRevision.RunAsync(HttpContext.Actor(), id, version, number, cancellationToken);
        TempData[result.IsDone ? "done" : "refused"] = result.IsDone
            ? (result.Value.IsChanged ? "Revisions.Restored" : "Entry.Unchanged")
            : texts.Join(result.Errors.Select(texts.Of));
        return LocalRedirect(SiteUrls.Edit(entry.Kind, id));
    }
}
