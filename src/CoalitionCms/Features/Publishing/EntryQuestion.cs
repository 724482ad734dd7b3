using CoalitionCms.Features.Accounts;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Publishing;

/// <summary>A page that asks before something is done with one entry, does it, and goes back to its editor.</summary>
public abstract class EntryQuestion(EntryDesk desk, Texts texts, string done) : PageModel
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

    /// <summary>Does it.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(HttpContext.Actor(), id, cancellationToken) is not { } entry)
        {
            return NotFound();
        }

        var outcome = await ActAsync(HttpContext.Actor(), id, cancellationToken);
        TempData[outcome.IsDone ? "done" : "refused"] = outcome.IsDone ? done : texts.Of(outcome.Refusals[0]);
        return LocalRedirect(SiteUrls.Edit(entry.Kind, id));
    }

    /// <summary>What is asked about.</summary>
    protected abstract Task<Outcome> ActAsync(Actor actor, Guid entryId, CancellationToken cancellationToken);
}
