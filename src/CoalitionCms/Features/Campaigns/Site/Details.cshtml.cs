using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Campaigns.Site;

internal sealed class DetailsModel(CampaignQueries reader, PublishedEntries entries) : PublishedPage
{
    public CampaignView Campaign { get; private set; } = null!;
    public PublishedEntry Entry { get; private set; } = null!;

    /// <summary>Shows the campaign, or redirects to the current address.</summary>
    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        var lookup = await entries.FindAsync(EntryKind.Campaign, Language, slug, cancellationToken);
        if (lookup.Entry is not { } entry)
        {
            return Elsewhere(lookup);
        }

        (Entry, Campaign) = (entry, await reader.ReadAsync(entry, cancellationToken));
        return Page();
    }
}
