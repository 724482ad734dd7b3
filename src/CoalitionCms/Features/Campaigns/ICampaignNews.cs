using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Campaigns;

/// <summary>Finds articles that are updates of campaigns. Articles know campaigns; campaigns do not know articles.</summary>
public interface ICampaignNews
{
    Task<IReadOnlyList<EntryRow>> OfAsync(IReadOnlyCollection<Guid> campaignIds, Language language, int count,
        CancellationToken cancellationToken);
}
