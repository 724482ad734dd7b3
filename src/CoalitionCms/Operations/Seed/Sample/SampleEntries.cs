using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Pages;
using CoalitionCms.Features.People;

namespace CoalitionCms.Operations.Seed.Sample;

/// <summary>
/// Generates items with their published entries, in chronological order over several years. The same seed and count give the same content.
/// </summary>
internal sealed class SampleEntries(SampleWords words, SampleRoster roster, SplitMix64 random, int seed, TimeZoneInfo siteZone,
    SearchIndex search)
{
    private static readonly DateTime Begin = new(2011, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Span = TimeSpan.FromDays(15 * 365.25);

    private readonly Language[] languages = [.. Language.All.Where(l => words.Languages.ContainsKey(l.Code))];
    private readonly HashSet<long> documentIds = [];
    private readonly SampleTexts texts = new(words, random, seed);
    private readonly SampleFacts facts = new(words, random);

    /// <summary>
    /// Adds one item to a batch, in one to three languages as far as <paramref name="total"/> allows, and returns the number of entries
    /// created.
    /// </summary>
    public int AddThing(List<object> batch, int number, int total)
    {
        var day = Begin + ((Span / total) * number);
        var atUtc = day.AddTicks(-(day.Ticks % TimeSpan.TicksPerSecond)).AddSeconds(random.Below(3_600));
        var kind = NextKind();
        var spoken = SpokenIn(total - number);
        var thing = Invent(kind, spoken[0], atUtc);
        batch.AddRange([thing.Item, thing.Facts, thing.Row]);
        foreach (var (order, language) in spoken.Index())
        {
            // The first language is the oldest, which makes it the original.
            var begunAt = atUtc.AddSeconds(order);
            var text = texts.Next(kind, language, thing.Name, number + order);
            AddEntry(batch, thing, new Entry(random.NextId(begunAt), kind, thing.Id, language, isOriginal: order == 0, createdBy: null,
                begunAt), text, begunAt);
        }

        if (kind == EntryKind.Event)
        {
            batch.AddRange(roster.At(thing.Id, atUtc));
        }

        return spoken.Count;
    }

    private EntryKind NextKind() => random.Below(100) switch
    {
        < 70 => EntryKind.Article,
        < 82 => EntryKind.Person,
        < 93 => EntryKind.Event,
        < 97 => EntryKind.Campaign,
        _ => EntryKind.Page,
    };

    private List<Language> SpokenIn(int most)
    {
        var first = languages[random.Below(languages.Length)];
        var others = random.Chance(20) ? random.PickSome([.. languages.Where(l => l != first)], Math.Min(random.Between(1, 2), most - 1))
            : [];
        return [first, .. others];
    }

    private Thing Invent(EntryKind kind, Language language, DateTime atUtc)
    {
        var id = random.NextId(atUtc);
        var on = DateOnly.FromDateTime(atUtc);
        switch (kind)
        {
            case EntryKind.Person:
                facts.People.Add(id);
                var name = words.NextName(random);
                return Describe(kind, new Person { Id = id }, facts.Person(on, language, name), atUtc, name: name);
            case EntryKind.Event:
                facts.Events.Add(id);
                var happening = facts.Event(on, language);
                return Describe(kind, new Event { Id = id }, happening, atUtc, new Placement(happening.StartUtc, happening.StartsOn));
            case EntryKind.Campaign:
                facts.Campaigns.Add(id);
                return Describe(kind, new Campaign { Id = id }, facts.Campaign(on), atUtc);
            case EntryKind.Page:
                return Describe(kind, new StandingPage { Id = id }, facts.Page(), atUtc);
            default:
                return Describe(kind, new Article { Id = id }, facts.Article(), atUtc);
        }
    }

    private Thing Describe<TFacts>(EntryKind kind, ItemRow row, TFacts of, DateTime atUtc, Placement? placement = null,
        DisplayName? name = null)
        where TFacts : class
    {
        var item = new Item(row.Id, kind);
        var revision = new FactsRevision(random.NextId(atUtc), row.Id, 1, FactsJson.Write(of), savedBy: null, atUtc);
        item.Save(revision);
        item.Publish(revision);
        row.Project(revision.Json, revision.Number);
        return new Thing(item, revision, row, placement, name);
    }

    private void AddEntry(List<object> batch, Thing thing, Entry entry, EntryText text, DateTime atUtc)
    {
        var revision = new TextRevision(random.NextId(atUtc), entry, 1, text, savedBy: null, atUtc);
        entry.Save(revision);
        var place = thing.Placement ?? new Placement(atUtc, Clock.DayIn(atUtc, siteZone));
        var publication = new Publication(entry, atUtc);
        publication.Show(revision, place.SortAt, place.ShownOn, atUtc);
        var document = search.DocumentOf(publication, thing.Facts.Json, [], WithheldNames.None);
        while (!documentIds.Add(document.Id))
        {
            document = search.DocumentOf(publication, thing.Facts.Json, [], WithheldNames.None, document.Id + 1);
        }

        batch.AddRange([entry, revision, publication, document]);
    }

    /// <summary>The item of an entry, of any kind.</summary>
    private sealed record Thing(Item Item, FactsRevision Facts, ItemRow Row, Placement? Placement, DisplayName? Name)
    {
        public Guid Id => Item.Id;
    }
}
