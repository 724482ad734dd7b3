using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.People.Admin;

/// <summary>Cases that are due for review, and facts without a source.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
internal sealed class StaleModel(StaleCases queries, Texts texts) : PageModel
{
    public KeptCases List { get; private set; } = null!;

    /// <summary>True for all public cases, not only those that are due for review.</summary>
    public bool All { get; private set; }

    public PagerLinks Pager { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(bool all, string? after, CancellationToken cancellationToken)
    {
        if (await queries.ListAsync(texts.Language, all, after, cancellationToken) is not { } list)
        {
            return NotFound();
        }

        (List, All) = (list, all);
        Pager = PagerLinks.Of(SiteUrls.StaleCases + (all ? "?all=true" : ""), after, list.Next, nameof(after));
        return Page();
    }
}
