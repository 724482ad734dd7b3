using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.People;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Campaigns;

internal sealed class CampaignQueries(CmsDbContext db, PublishedEntries entries, PersonQueries people, ICampaignNews news,
    MediaQueries media,
    PageCacheTags shown)
{
    private const int MostUpdates = 50;

    /// <summary>More active campaigns than this are not sorted, but the list of all is walked until a page is full.</summary>
    private const int FewActive = 100;

    /// <summary>Prefix of a cursor after the active campaigns; not a digit of a cursor.</summary>
    private const char AmongOthers = 'o';

    /// <summary>
    /// Returns a page of all campaigns: active ones first, then the others, each newest first. Null when the cursor is malformed.
    /// </summary>
    public async Task<CampaignList?> ListAsync(Language language, string? before, CancellationToken cancellationToken)
    {
        var isAmongOthers = before?.StartsWith(AmongOthers) == true;
        var active = isAmongOthers
            ? new([], null)
            : await entries.ListAsync(EntryKind.Campaign, await ActiveAsync(language, cancellationToken), before, cancellationToken);
        if (active is null or { Next: not null })
        {
            return active is null ? null : new(await ToCardsAsync(active.Lines, language, cancellationToken), active.Next);
        }

        var others =
            await entries.ListAsync(EntryKind.Campaign, Others(language), isAmongOthers
            ? before![1..]
            : null, cancellationToken);
        return others is null
            ? null
            : new(await ToCardsAsync([.. active.Lines, .. others.Lines], language, cancellationToken), others.Next is { } next
            ? AmongOthers + next
            : null);
    }

    /// <summary>Returns the newest campaigns, active ones first.</summary>
    /// <param name="lead">The campaign that comes before all others if it is active.</param>
    public async Task<IReadOnlyList<CampaignCard>> FirstCardsAsync(Language language, int take, Guid? lead,
        CancellationToken cancellationToken)
    {
        var active = await ActiveAsync(language, cancellationToken);
        var lines = await entries.LatestAsync(EntryKind.Campaign, active, take, cancellationToken);
        if (lead is { } id && (lines.FirstOrDefault(l => l.ItemId == id)
            ?? await active.Where(p => p.ItemId == id).Select(PublishedEntries.ToLine).SingleOrDefaultAsync(cancellationToken))
            is { } first)
        {
            lines = [first, .. lines.Where(l => l.ItemId != id).Take(take - 1)];
        }

        if (lines.Count < take)
        {
            lines = [.. lines, .. await entries.LatestAsync(EntryKind.Campaign, Others(language), take - lines.Count, cancellationToken)];
        }

        return await ToCardsAsync(lines, language, cancellationToken);
    }

    public async Task<CampaignView> ReadAsync(PublishedEntry entry, CancellationToken cancellationToken)
    {
        var facts = await entries.FactsAsync<CampaignFacts>(entry.Line.ItemId, cancellationToken);
        return await ComposeAsync(entry.Text, Language.Find(entry.Line.Language)!, entry.Line.ItemId, facts, cancellationToken);
    }

    /// <summary>Composes a campaign from text and facts, both for readers and for previews.</summary>
    public async Task<CampaignView> ComposeAsync(EntryText text, Language language, Guid itemId, CampaignFacts facts,
        CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.Item(itemId));
        return new(
            itemId,
            text.Title,
            text.Summary,
            CampaignStanding.Of(facts),
            facts.Outcome.For(language.Code) is { } outcome ? new(outcome.Text, outcome.Language) : null,
            await people.CardsAsync(language, facts.People, cancellationToken),
            MarkdownText.ToHtml(text.Body, language.Code, await media.LookupAsync(language, cancellationToken, text.Body)),
            await news.OfAsync([itemId], language, MostUpdates, cancellationToken))
        { Appeal = AppealView.Of(facts, language) };
    }

    private async Task<IQueryable<Publication>> ActiveAsync(Language language, CancellationToken cancellationToken)
    {
        var active = db.Set<Campaign>().Where(c => c.State == CampaignState.Active).Select(c => c.Id);

        // "Not null", because PostgreSQL takes a comparison with the state for so rare that it reads and sorts all campaigns.
        return await active.Take(FewActive + 1).CountAsync(cancellationToken) <= FewActive
            ? entries.OfItems(active, language)
            : entries.In(EntryKind.Campaign, language).Where(p => db.Set<Campaign>()
                .Where(c => c.Id == p.ItemId && c.State == CampaignState.Active).Select(c => (Guid?)c.Id).FirstOrDefault() != null);
    }

    private IQueryable<Publication> Others(Language language) => entries.In(EntryKind.Campaign, language)
        .Where(p => db.Set<Campaign>().Any(c => c.Id == p.ItemId && c.State != CampaignState.Active));

    private async Task<IReadOnlyList<CampaignCard>> ToCardsAsync(IReadOnlyList<EntryRow> lines, Language language,
        CancellationToken cancellationToken)
    {
        var ids = lines.Select(l => l.ItemId).ToList();
        shown.Add([.. ids.Select(CacheTag.Item)]);
        var campaigns = await db.Set<Campaign>().AsNoTracking().Where(c => ids.Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, c => c.ToFacts(), cancellationToken);
        var cards = await people.CardsAsync(language, [.. campaigns.Values.SelectMany(c => c.People).Distinct()], cancellationToken);
        return [.. lines.Select(l => ToCard(l, campaigns[l.ItemId], language, cards))];
    }

    private static CampaignCard ToCard(EntryRow line, CampaignFacts facts, Language language, IReadOnlyList<PersonCard> cards) => new(
        line,
        CampaignStanding.Of(facts),
        facts.Outcome.For(language.Code) is { } outcome ? new(outcome.Text, outcome.Language) : null,
        [.. facts.People.Select(id => cards.FirstOrDefault(c => c.ItemId == id)).OfType<PersonCard>()],
        facts.State == CampaignState.Active && facts.Appeal?.HasLetter == true);
}

internal sealed class CampaignEntryPage(CampaignQueries queries) : IEntryPage
{
    public EntryKind Kind => EntryKind.Campaign;

    public string View => "/Features/Campaigns/Preview.cshtml";

    public async Task<object> ComposeAsync(EntryText text, Language language, Guid itemId, string factsJson,
        CancellationToken cancellationToken) =>
        await queries.ComposeAsync(text, language, itemId, FactsJson.Read<CampaignFacts>(factsJson), cancellationToken);
}
