using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Campaigns.Site;

internal sealed class IndexModel(CampaignQueries queries) : SitePage
{
    public CampaignList List { get; private set; } = null!;
    public PagerLinks Pager { get; private set; } = null!;

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
