using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.People;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Campaigns;

internal sealed class CampaignsOfPerson(CmsDbContext db, PublishedEntries entries, ICampaignNews news, PageCacheTags shown)
    : IPersonRelations
{
    private const int MostNews = 5;

    /// <summary>The maximum length of a selection list.</summary>
    private const int MostChoices = 200;

    /// <summary>The campaigns of a person, found by the index on people and not by looking through all campaigns.</summary>
    internal static IQueryable<Guid> CampaignsOf(CmsDbContext db, Guid personId) =>
        db.Set<CampaignPerson>().Where(p => p.PersonId == personId).Select(p => EF.Property<Guid>(p, "CampaignId"));

    public async Task<PersonRelations> OfAsync(Guid personId, Language language, CancellationToken cancellationToken)
    {
        var campaigns = CampaignsOf(db, personId);
        var states = await db.Set<Campaign>().AsNoTracking().IgnoreAutoIncludes().Where(c => campaigns.Contains(c.Id))
            .Select(c => new { c.Id, c.State, c.Appeal }).ToDictionaryAsync(c => c.Id, cancellationToken);
        if (states.Count == 0)
        {
            return PersonRelations.None;
        }

        var lines = (await entries.OfAsync(EntryKind.Campaign, states.Keys, language, cancellationToken)).OrderByDescending(l => l.SortAt)
            .ToLookup(l => states[l.ItemId].State == CampaignState.Active);

        // Only of public campaigns: an article of a withdrawn campaign is not related to the person.
        List<Guid> ids = [.. lines.SelectMany(group => group).Select(l => l.ItemId)];
        return new([.. lines[true]], [.. lines[false]], await news.OfAsync(ids, language, MostNews, cancellationToken),
            lines[true].Any(l => states[l.ItemId].Appeal?.HasLetter == true));
    }

    public async Task<IReadOnlyList<EntryRow>> CampaignsAsync(Language language, CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Campaign));
        var campaigns = entries.In(EntryKind.Campaign, language)
            .Where(p =>
            db.Set<Campaign>().Any(c =>
            c.Id == p.ItemId && c.People.Any(x => db.Set<Publication>().Any(person => person.ItemId == x.PersonId))));
        return await campaigns.OrderBy(p => p.Title).ThenBy(p => p.EntryId).Take(MostChoices).Select(PublishedEntries.ToLine)
            .ToListAsync(cancellationToken);
    }

    public IQueryable<Guid> PeopleOf(Guid campaignId) =>
        db.Set<Campaign>().Where(c => c.Id == campaignId).SelectMany(c => c.People).Select(p => p.PersonId);
}
