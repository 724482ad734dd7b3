using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Events.Site;

/// <summary>All events, what is coming first.</summary>
public sealed class IndexModel(EventQueries queries) : SitePage
{
    /// <summary>The page of the list.</summary>
    public EventList Events { get; private set; } = null!;

    /// <summary>True on the page without a cursor.</summary>
    public bool IsFirst { get; private set; }

    /// <summary>Ways on.</summary>
    public PagerLinks Pager { get; private set; } = null!;

    /// <summary>Shows the list.</summary>
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
