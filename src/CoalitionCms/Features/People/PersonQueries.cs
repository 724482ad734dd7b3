using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.People;

/// <summary>People for readers. People without a public entry are not included.</summary>
internal sealed class PersonQueries(
    CmsDbContext db, PublishedEntries entries, PageCacheTags shown, IEnumerable<IPersonRelations> relations, MediaQueries media,
    CmsOptions options, TimeProvider clock)
{
    /// <summary>Returns the cards of these people in the given order, without those who are not public.</summary>
    public async Task<IReadOnlyList<PersonCard>> CardsAsync(Language language, IReadOnlyList<Guid> personIds,
        CancellationToken cancellationToken)
    {
        var lines = await entries.OfAsync(EntryKind.Person, personIds, language, cancellationToken);
        return await CardsAsync([.. lines.OrderBy(l => personIds.Index().First(p => p.Item == l.ItemId).Index)], language,
            cancellationToken);
    }

    public async Task<PersonView> ReadAsync(PublishedEntry entry, CancellationToken cancellationToken)
    {
        var facts = await entries.FactsAsync<PersonFacts>(entry.Line.ItemId, cancellationToken);
        return (await ComposeAsync(entry.Text, Language.Find(entry.Line.Language)!, entry.Line.ItemId, facts,
            cancellationToken)) with
        { Path = entry.Line.Path };
    }

    /// <summary>Composes a person from text and facts, both for readers and for previews.</summary>
    public async Task<PersonView> ComposeAsync(EntryText text, Language language, Guid itemId, PersonFacts facts,
        CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.Item(itemId), CacheTag.List(EntryKind.Campaign));
        var lookup = await media.LookupAsync(language, cancellationToken, text.Body, facts.Photo);
        var view = PersonComposer.Compose(text, language, itemId, facts, lookup, clock.TodayIn(options.Zone));
        foreach (var relation in relations)
        {
            view = view with { Related = await relation.OfAsync(itemId, language, cancellationToken) };
        }

        return view;
    }

    public async Task<IReadOnlyList<PersonCard>> CardsAsync(IReadOnlyList<EntryRow> lines, Language language,
        CancellationToken cancellationToken)
    {
        var ids = lines.Select(l => l.ItemId).ToList();
        shown.Add([.. ids.Select(CacheTag.Item)]);
        var people = await db.Set<Person>().AsNoTracking().IgnoreAutoIncludes().AsSplitQuery().Include(p => p.Names)
            .Include(p => p.Episodes)
            .Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.ToFacts().ForReaders(), cancellationToken);
        var today = clock.TodayIn(options.Zone);
        var lookup = await media.LookupAsync(language, cancellationToken, [.. people.Values.Select(f => f.Photo)]);
        return [.. lines.Select(l => ToCard(l, people[l.ItemId], language, lookup, today))];
    }

    private static PersonCard ToCard(EntryRow line, PersonFacts facts, Language language, MediaLookup media, DateOnly today) => new(
        line.ItemId,
        line.Title,
        PersonComposer.NameFor(facts.Names, language, line.Title),
        line.Slug,
        line.Language,
        line.Summary,
        new(facts.Status, facts.Certainty, facts.StatusAsOf),
        DaysDetained.Of(facts, today).FirstOrDefault(c => c.GoesOn),
        today,
        media.Find(facts.Photo));
}

internal sealed class PersonEntryPage(PersonQueries queries) : IEntryPage
{
    public EntryKind Kind => EntryKind.Person;

    public string View => "/Features/People/Preview.cshtml";

    public async Task<object> ComposeAsync(EntryText text, Language language, Guid itemId, string factsJson,
        CancellationToken cancellationToken) =>
        await queries.ComposeAsync(text, language, itemId, FactsJson.Read<PersonFacts>(factsJson), cancellationToken);
}

/// <summary>The names of people of cases; those of drafts for editors alone.</summary>
internal sealed class ProtectedPersonNames(CmsDbContext db) : IProtectedNames
{
    public async Task<IReadOnlyList<ProtectedName>> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        var seesDrafts = actor.May(Permission.EditEverything);
        return [.. (await db.Set<Person>().AsNoTracking()
            .Where(p => seesDrafts || db.Set<Item>().Any(i => i.Id == p.Id && i.PublicFactsNumber != null))
            .SelectMany(p => p.Names).Where(n => n.Language.StartsWith("zh")).Select(n => new { n.Text, n.Language })
            .ToListAsync(cancellationToken)).Select(n => new ProtectedName(n.Text, n.Language == TraditionalText.Code))];
    }
}
