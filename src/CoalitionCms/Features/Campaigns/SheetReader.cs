using CoalitionCms.Data;
using CoalitionCms.Features.People;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Hosting;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Campaigns;

/// <summary>Letters and posters for a person, made of the public facts of person and campaign.</summary>
public sealed class SheetReader(CmsDbContext db, PublishedEntries entries, PersonReader people, ShownTags shown)
{
    /// <summary>The letter of a campaign that goes on: the one asked for, else the newest. Null where none asks for letters, or the person is free.</summary>
    public async Task<SheetView?> LetterAsync(PublishedEntry person, string? campaign, CancellationToken cancellationToken)
    {
        var language = Language.Find(person.Line.Language)!;
        var all = (await ActiveAsync(person.Line.SubjectId, language, cancellationToken)).Where(c => c.Appeal.HasLetter).ToList();
        var index = campaign is null ? 0 : all.FindIndex(c => c.Line.Slug == campaign);
        var view = await people.ReadAsync(person, cancellationToken);
        return view.Status.WantsLetters && index >= 0 && index < all.Count
            ? new(view, all[index].Line, all[index].Appeal, [.. all.Where((_, i) => i != index).Select(c => c.Line)])
            : null;
    }

    /// <summary>The poster, with the demand of the newest campaign that goes on.</summary>
    public async Task<SheetView> PosterAsync(PublishedEntry person, CancellationToken cancellationToken)
    {
        var language = Language.Find(person.Line.Language)!;
        var campaign = (await ActiveAsync(person.Line.SubjectId, language, cancellationToken)).FirstOrDefault();
        return new(await people.ReadAsync(person, cancellationToken), campaign.Line, campaign.Line is null ? AppealView.Of(CampaignFacts.None, language) : campaign.Appeal, []);
    }

    private async Task<List<(EntryLine Line, AppealView Appeal)>> ActiveAsync(Guid personId, Language language, CancellationToken cancellationToken)
    {
        shown.Add(PageTag.List(EntryKind.Campaign));
        var campaigns = await db.Campaigns.AsNoTracking().IgnoreAutoIncludes().Where(c => c.State == CampaignState.Active && c.People.Any(p => p.PersonId == personId))
            .ToDictionaryAsync(c => c.Id, c => c.ToFacts(), cancellationToken);
        var lines = await entries.OfAsync(EntryKind.Campaign, campaigns.Keys, language, cancellationToken);
        return [.. lines.OrderByDescending(l => l.SortAt).Select(l => (l, AppealView.Of(campaigns[l.SubjectId], language)))];
    }
}
