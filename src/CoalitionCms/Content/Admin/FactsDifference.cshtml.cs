using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>Two facts revisions of an item, and what changed between them.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class FactsDifferenceModel(EntryAdminQueries queries, RevisionAdminQueries revisions) : PageModel
{
    public EntryAdminRow Entry { get; private set; } = null!;
    public FactsView Facts { get; private set; } = null!;
    public long From { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, long from, long to, CancellationToken cancellationToken)
    {
        var actor = HttpContext.Actor();
        if (await queries.FindAsync(actor, id, cancellationToken) is not { } entry
            || await revisions.CompareFactsAsync(actor, id, from, to, cancellationToken) is not { } changes)
        {
            return NotFound();
        }

        (Entry, From, Facts) =
            (entry, Math.Min(from, to), await revisions.ViewAsync(HttpContext.Actor(), entry.Kind, changes, cancellationToken));
        return Page();
    }
}
