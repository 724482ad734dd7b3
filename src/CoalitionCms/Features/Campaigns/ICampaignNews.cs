using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Campaigns;

/// <summary>Finds articles that are updates of campaigns. Articles depend on campaigns; campaigns do not depend on articles.</summary>
internal interface ICampaignNews
{
    Task<IReadOnlyList<EntryRow>> OfAsync(IReadOnlyCollection<Guid> campaignIds, Language language, int count,
        CancellationToken cancellationToken);
}
