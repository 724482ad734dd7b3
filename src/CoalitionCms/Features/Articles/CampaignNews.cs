using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Campaigns;

namespace CoalitionCms.Features.Articles;

internal sealed class CampaignNews(CmsDbContext db, PublishedEntries entries) : ICampaignNews
{
    public Task<IReadOnlyList<EntryRow>> OfAsync(IReadOnlyCollection<Guid> campaignIds, Language language, int count,
        CancellationToken cancellationToken)
    {
        var ids = db.Set<Article>().Where(a => a.CampaignId != null && campaignIds.Contains(a.CampaignId.Value)).Select(a => a.Id);
        var articles = entries.OfItems(ids, language);
        return entries.LatestAsync(EntryKind.Article, articles, count, cancellationToken, campaignIds);
    }
}
