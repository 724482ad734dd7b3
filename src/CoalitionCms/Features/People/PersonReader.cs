using CoalitionCms.Data;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Hosting;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.People;

/// <summary>People for readers. Whoever has no public entry is nowhere in it.</summary>
public sealed class PersonReader(
    CmsDbContext db, PublishedEntries entries, ShownTags shown, IEnumerable<IPersonRelations> relations, MediaReader media, CmsOptions options, TimeProvider clock)
{
    /// <summary>Cards of these people in this order, without those who are not public.</summary>
    public async Task<IReadOnlyList<PersonCard>> CardsAsync(Language language, IReadOnlyList<Guid> personIds, CancellationToken cancellationToken)
    {
        var lines = await entries.OfAsync(EntryKind.Person, personIds, language, cancellationToken);
        return await CardsAsync([.. lines.OrderBy(l => personIds.Index().First(p => p.Item == l.SubjectId).Index)], language, cancellationToken);
    }

    /// <summary>A public person.</summary>
    public async Task<PersonView> ReadAsync(PublishedEntry entry, CancellationToken cancellationToken)
    {
        var person = await db.People.AsNoTracking().AsSplitQuery().SingleAsync(p => p.Id == entry.Line.SubjectId, cancellationToken);
        return (await ComposeAsync(entry.Text, Language.Find(entry.Line.Language)!, person.Id, person.ToFacts(), cancellationToken)) with { Path = entry.Line.Path };
    }

    /// <summary>A person from words and facts: the one way, for readers and for previews.</summary>
    public async Task<PersonView> ComposeAsync(EntryText text, Language language, Guid subjectId, PersonFacts facts, CancellationToken cancellationToken)
    {
        shown.Add(PageTag.Subject(subjectId), PageTag.List(EntryKind.Campaign), PageTag.List(EntryKind.Article));
        var shelf = await media.ShelfAsync(language, cancellationToken, text.Body, facts.Photo);
        var view = PersonComposer.Compose(text, language, subjectId, facts, shelf, clock.TodayIn(options.Zone));
        foreach (var relation in relations)
        {
            view = view with { Related = await relation.OfAsync(subjectId, language, cancellationToken) };
        }

        return view;
    }

    /// <summary>Cards of public entries of people.</summary>
    public async Task<IReadOnlyList<PersonCard>> CardsAsync(IReadOnlyList<EntryLine> lines, Language language, CancellationToken cancellationToken)
    {
        var ids = lines.Select(l => l.SubjectId).ToList();
        shown.Add([.. ids.Select(PageTag.Subject)]);
        var people = await db.People.AsNoTracking().IgnoreAutoIncludes().AsSplitQuery().Include(p => p.Names).Include(p => p.Episodes)
            .Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.ToFacts().ForReaders(), cancellationToken);
        var today = clock.TodayIn(options.Zone);
        var shelf = await media.ShelfAsync(language, cancellationToken, [.. people.Values.Select(f => f.Photo)]);
        return [.. lines.Select(l => ToCard(l, people[l.SubjectId], language, shelf, today))];
    }

    private static PersonCard ToCard(EntryLine line, PersonFacts facts, Language language, MediaShelf media, DateOnly today) => new(
        line.SubjectId,
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
