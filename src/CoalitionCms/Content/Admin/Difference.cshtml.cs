using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>Two revisions of an entry, and what changed between them.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class DifferenceModel(EntryAdminQueries queries, RevisionAdminQueries revisions) : PageModel
{
    public EntryAdminRow Entry { get; private set; } = null!;
    public RevisionComparison Comparison { get; private set; } = null!;
    public long Version { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, long from, long to, CancellationToken cancellationToken)
    {
        var actor = HttpContext.Actor();
        if (await queries.FindAsync(actor, id, cancellationToken) is not { } entry
            || await revisions.CompareAsync(actor, id, from, to, cancellationToken) is not { } comparison)
        {
            return NotFound();
        }

        (Entry, Comparison) = (entry, comparison);
        Version = entry.Version;
        return Page();
    }
}
