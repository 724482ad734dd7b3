using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.People;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Campaigns;

/// <summary>Creates letters and posters for a person from the public facts of person and campaign.</summary>
internal sealed class SheetParser(CmsDbContext db, PublishedEntries entries, PersonQueries people, PageCacheTags shown)
{
    /// <summary>
    /// Returns the letter of an active campaign: the requested one, otherwise the newest. Null if none asks for letters, or the person is
    /// free.
    /// </summary>
    public async Task<SheetView?> LetterAsync(PublishedEntry person, PersonView view, string? campaign,
        CancellationToken cancellationToken)
    {
        var language = Language.Find(person.Line.Language)!;
        var all = (await ActiveAsync(person.Line.ItemId, language, cancellationToken)).Where(c => c.Appeal.HasLetter).ToList();
        var index = campaign is null ? 0 : all.FindIndex(c => c.Line.Slug == campaign);
        return view.Status.WantsLetters && index >= 0 && index < all.Count
            ? new(view, all[index].Line, all[index].Appeal, [.. all.Where((_, i) => i != index).Select(c => c.Line)])
            : null;
    }

    /// <summary>Returns the poster, with the demand of the newest active campaign.</summary>
    public async Task<SheetView> PosterAsync(PublishedEntry person, CancellationToken cancellationToken)
    {
        var language = Language.Find(person.Line.Language)!;
        var view = await people.ReadAsync(person, cancellationToken);
        var (campaign, appeal, isForOne) = (await ActiveAsync(person.Line.ItemId, language, cancellationToken)).FirstOrDefault();
        var demand = campaign is null || !view.Status.WantsLetters ? null
            : isForOne && appeal.Demands.Lines is [var first, ..] ? new LanguageText(first, appeal.Demands.Language)
            : new LanguageText(campaign.Title, campaign.Language);
        return new(view, campaign, appeal ?? AppealView.Of(CampaignFacts.None, language), []) { Demand = demand };
    }

    private async Task<List<(EntryRow Line, AppealView Appeal, bool IsForOne)>> ActiveAsync(Guid personId, Language language,
        CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Campaign));
        var ofPerson = CampaignsOfPerson.CampaignsOf(db, personId);
        var campaigns = await db.Set<Campaign>().AsNoTracking()
            .Where(c => c.State == CampaignState.Active && ofPerson.Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, c => c.ToFacts(), cancellationToken);
        var lines = await entries.OfAsync(EntryKind.Campaign, campaigns.Keys, language, cancellationToken);
        return [.. lines.OrderByDescending(l => l.SortAt)
            .Select(l => (l, AppealView.Of(campaigns[l.ItemId], language), campaigns[l.ItemId].People.Count == 1))];
    }
}
