using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Events.Site;

/// <summary>All events, upcoming ones first.</summary>
internal sealed class IndexModel(EventQueries queries) : SitePage
{
    public EventList Events { get; private set; } = null!;
    public bool IsFirst { get; private set; }
    public PagerLinks Pager { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string? before, string? after, CancellationToken cancellationToken)
    {
        if (await queries.ListAsync(Language, before, after, cancellationToken) is not { } list)
        {
            return NotFound();
        }

        (Events, IsFirst, Pager) = (list, (before ?? after) is null, PagerLinks.Of(Path, before ?? after, list.MorePast));
        return Page();
    }
}
