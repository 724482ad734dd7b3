using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content;

/// <summary>A page that asks for confirmation before an action on one entry, runs it, and returns to the entry's editor.</summary>
internal abstract class ConfirmEntryPage(EntryAdminQueries queries, Texts texts, string done) : PageModel
{
    public EntryAdminRow Entry { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(HttpContext.Actor(), id, cancellationToken) is not { } entry)
        {
            return NotFound();
        }

        Entry = entry;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(HttpContext.Actor(), id, cancellationToken) is not { } entry)
        {
            return NotFound();
        }

        var result = await ActAsync(HttpContext.Actor(), id, cancellationToken);
        TempData[result.IsDone ? "done" : "refused"] = result.IsDone ? done : texts.Of(result.Errors[0]);
        return LocalRedirect(SiteUrls.Edit(entry.Kind, id));
    }

    protected abstract Task<Result> ActAsync(Actor actor, Guid entryId, CancellationToken cancellationToken);
}
