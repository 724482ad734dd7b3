using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Campaigns;

internal sealed class LeadCampaigns(CmsDbContext db, PublishedEntries entries) : ILeadCampaigns
{
    private const int Most = 100;

    public async Task<IReadOnlyList<LeadCampaign>> ChoicesAsync(Guid? chosen, Language language, CancellationToken cancellationToken)
    {
        var wanted = db.Set<Campaign>().Where(c => c.State == CampaignState.Active || c.Id == chosen).Select(c => c.Id);
        return await entries.OfItems(wanted, language).OrderByDescending(p => p.ItemId == chosen).ThenByDescending(p => p.SortAt).Take(Most)
            .Select(p => new LeadCampaign(p.ItemId, p.Title, p.Language)).ToListAsync(cancellationToken);
    }
}
