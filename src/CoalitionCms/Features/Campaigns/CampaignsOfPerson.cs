using CoalitionCms.Data;
using CoalitionCms.Features.People;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Campaigns;

/// <summary>What a person's page shows of campaigns.</summary>
internal sealed class CampaignsOfPerson(CmsDbContext db, PublishedEntries entries, CampaignNews news) : IPersonRelations
{
    private const int MostNews = 5;

    public async Task<PersonRelations> OfAsync(Guid personId, Language language, CancellationToken cancellationToken)
    {
        var states = await db.Campaigns.AsNoTracking().IgnoreAutoIncludes().Where(c => c.People.Any(p => p.PersonId == personId))
            .Select(c => new { c.Id, c.State }).ToDictionaryAsync(c => c.Id, c => c.State, cancellationToken);
        if (states.Count == 0)
        {
            return PersonRelations.None;
        }

        var lines = (await entries.OfAsync(EntryKind.Campaign, states.Keys, language, cancellationToken)).OrderByDescending(l => l.SortAt).ToLookup(l => states[l.SubjectId] == CampaignState.Active);

        // Only of public campaigns: an article of one that was withdrawn stands for itself, not for this person.
        List<Guid> shown = [.. lines.SelectMany(group => group).Select(l => l.SubjectId)];
        return new([.. lines[true]], [.. lines[false]], await news.OfAsync(shown, language, MostNews, cancellationToken));
    }
}
