using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Campaigns.Site;

/// <summary>All campaigns.</summary>
public sealed class IndexModel(CampaignQueries queries) : SitePage
{
    /// <summary>The page of the list.</summary>
    public CampaignList List { get; private set; } = null!;

    /// <summary>Ways on.</summary>
    public PagerLinks Pager { get; private set; } = null!;

    /// <summary>Shows the list.</summary>
    public async Task<IActionResult> OnGetAsync(string? before, CancellationToken cancellationToken)
    {
        if (await queries.ListAsync(Language, before, cancellationToken) is not { } list)
        {
            return NotFound();
        }

        (List, Pager) = (list, PagerLinks.Of(SiteUrls.List(EntryKind.Campaign, Language), before, list.Next));
        return Page();
    }
}
