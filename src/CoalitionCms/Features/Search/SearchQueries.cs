using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Media;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Search;

/// <summary>What a reader narrows the results to; null for all.</summary>
internal sealed record SearchFilter(EntryKind? Kind, string? Language, int? Year)
{
    public static SearchFilter None { get; } = new(null, null, null);
}

/// <summary>Part of a text; a match is marked.</summary>
internal sealed record SearchPiece(string Text, bool IsMatch);

internal sealed record SearchHit(EntryRow Entry, IReadOnlyList<SearchPiece> Title, IReadOnlyList<SearchPiece> Excerpt);

/// <summary>Pieces of a text in one language, for a view.</summary>
internal sealed record MarkedText(IReadOnlyList<SearchPiece> Pieces, string Language);

/// <summary>How many of the results that were counted each choice of a filter would leave.</summary>
/// <remarks>Where there are more results than were counted, every choice is offered, and those of none that was counted have 0.</remarks>
internal sealed record SearchFacets(
    IReadOnlyList<(EntryKind Kind, int Count)> Kinds, IReadOnlyList<(string Language, int Count)> Languages,
    IReadOnlyList<(int Year, int Count)> Years);

/// <summary>One page of results.</summary>
/// <param name="Total">Number of results that were counted.</param>
/// <param name="HasMore">True when there are more than <paramref name="Total"/>, which are older.</param>
internal sealed record SearchResults(IReadOnlyList<SearchHit> Hits, int Total, bool HasMore, SearchFacets Facets);

/// <summary>
/// Searches public entries: first by names, then by attendees who are named by consent, by title, and by text; each newest first. One
/// result per item, in the reader's language where it matches.
/// </summary>
internal sealed class SearchQueries(CmsDbContext db, AttendeeSearch attendees)
{
    /// <summary>How many documents are looked at for a reader who turns pages.</summary>
    public const int Most = 1_000;

    public const int PageSize = 20;

    /// <summary>How many documents are looked at for the first pages, so that a common word costs no more than a rare one.</summary>
    private const int MostAtFirst = 200;

    private const int FirstPages = 2;
    private const int ExcerptLength = 200;

    // Chinese has no spaces, and an address can be longer than an excerpt.
    private const int LongestWord = 40;

    /// <summary>Returns a page of results, counted from 1; null when there is no such page.</summary>
    public async Task<SearchResults?> FindAsync(SearchQuery query, SearchFilter filter, int page, Language reader,
        CancellationToken cancellationToken)
    {
        var events = await attendees.EventsAsync(query, cancellationToken);
        if (page <= FirstPages && await FindAsync(query, filter, page, reader, events, MostAtFirst, cancellationToken) is { } found
            && (!found.HasMore || found.Total >= page * PageSize))
        {
            return found;
        }

        // Also where many of the newest have the parts of a phrase, and few the phrase.
        return await FindAsync(query, filter, page, reader, events, Most, cancellationToken);
    }

    private async Task<SearchResults?> FindAsync(SearchQuery query, SearchFilter filter, int page, Language reader,
        IReadOnlyList<Guid> events, int most, CancellationToken cancellationToken)
    {
        var all = await RowsAsync(query, SearchFilter.None, events, most, cancellationToken);
        var rows = filter == SearchFilter.None ? all
            : all.Count <= most ? all.FindAll(r => Fits(r, filter))
            : await RowsAsync(query, filter, events, most, cancellationToken);
        var (counted, hasMore) = (rows.GetRange(0, Math.Min(rows.Count, most)), rows.Count > most);
        var wrong = await WithoutPhraseAsync(query, counted, page * PageSize, cancellationToken);
        var items = OnePerItem(counted.FindAll(r => !wrong.Contains(r.Id)), reader);
        if (page > 1 && (page - 1) * PageSize >= items.Count)
        {
            return null;
        }

        var hits = await HitsAsync(query, [.. items.Skip((page - 1) * PageSize).Take(PageSize)], cancellationToken);
        var facets = FacetsOf(all.GetRange(0, Math.Min(all.Count, most)).FindAll(r => !wrong.Contains(r.Id)));
        return new(hits, items.Count, hasMore, all.Count <= most ? facets : await WithAllAsync(facets, cancellationToken));
    }

    private static bool Fits(Row row, SearchFilter filter) => (filter.Kind is null || row.Kind == filter.Kind)
        && (filter.Language is null || row.Language == filter.Language) && (filter.Year is null || row.Year == filter.Year);

    /// <summary>The best documents, and one more than <paramref name="most"/> where there are more.</summary>
    private async Task<List<Row>> RowsAsync(SearchQuery query, SearchFilter filter, IReadOnlyList<Guid> events, int most,
        CancellationToken cancellationToken)
    {
        List<string> facets = [.. SearchDocument.Facets(filter.Kind, filter.Language, filter.Year)];
        var matches = Ranked(SearchField.Names, Rank.Names, query)
            .Concat(Ranked(SearchField.Title, Rank.Title, query))
            .Concat(Ranked(SearchField.Anywhere, Rank.Text, query));
        if (query.Phrases.Count > 1)
        {
            // Names that are written as the question come before those that have its words somewhere.
            matches = matches.Concat(Ranked(SearchField.Names, Rank.Name, query.Together));
        }

        if (events.Count > 0)
        {
            matches = matches.Concat(db.Set<SearchDocument>().Where(d => events.Contains(d.ItemId))
                .Select(d => new Match { Id = d.Id, Rank = Rank.Attendee }));
        }

        var best = matches.GroupBy(m => m.Id).Select(g => new { Id = g.Key, Rank = g.Min(m => m.Rank) });
        var rows = await best.Join(db.Set<SearchDocument>(), m => m.Id, d => d.Id,
            (m, d) => new Row(d.Id, d.EntryId, d.ItemId, d.Kind, d.Language, d.Year, m.Rank)).ToListAsync(cancellationToken);
        return [.. rows.Where(r => r.Rank != Rank.Attendee || Fits(r, filter)).OrderBy(r => r.Rank).ThenByDescending(r => r.Id)
            .Take(most + 1)];

        IQueryable<Match> Ranked(SearchField field, Rank rank, SearchQuery asked) =>
            db.Search(asked, field, most + 1, facets).Select(id => new Match { Id = id, Rank = rank });
    }

    /// <summary>
    /// Documents that have all parts of a phrase, but not the phrase. Texts are read from the best on, until as many items as wanted have
    /// it.
    /// </summary>
    private async Task<HashSet<long>> WithoutPhraseAsync(SearchQuery query, List<Row> rows, int wanted, CancellationToken cancellationToken)
    {
        var wrong = new HashSet<long>();
        if (!query.UnsureIn(SearchField.Anywhere).Any())
        {
            return wrong;
        }

        foreach (var part in rows.GroupBy(r => r.ItemId).Chunk(PageSize).TakeWhile(_ => wanted > 0))
        {
            var ids = part.SelectMany(g => g).Where(r => r.Rank == Rank.Text).Select(r => r.Id).ToList();
            var texts = ids.Count == 0 ? [] : await db.Set<SearchDocument>().AsNoTracking().Where(d => ids.Contains(d.Id))
                .Select(d => new { d.Id, d.Names, d.Title, d.Text }).ToListAsync(cancellationToken);
            wrong.UnionWith(texts.Where(t => !query.Fits(t.Names, t.Title, t.Text)).Select(t => t.Id));
            wanted -= part.Count(g => g.Any(r => !wrong.Contains(r.Id)));
        }

        return wrong;
    }

    private async Task<SearchFacets> WithAllAsync(SearchFacets counted, CancellationToken cancellationToken)
    {
        var documents = db.Set<SearchDocument>();
        var newest = await documents.OrderByDescending(d => d.Id).Select(d => d.Year).FirstAsync(cancellationToken);
        var oldest = await documents.OrderBy(d => d.Id).Select(d => d.Year).FirstAsync(cancellationToken);
        return new(
            [.. Enum.GetValues<EntryKind>().Select(k => (k, counted.Kinds.FirstOrDefault(c => c.Kind == k).Count))],
            [.. Language.All.Select(l => (l.Code, counted.Languages.FirstOrDefault(c => c.Language == l.Code).Count))],
            [.. Enumerable.Range(0, newest - oldest + 1).Select(back => (newest - back,
                counted.Years.FirstOrDefault(c => c.Year == newest - back).Count))]);
    }

    // In the reader's language, or else in that in which it was written first.
    private static List<Row> OnePerItem(List<Row> rows, Language reader) =>
        [.. rows.GroupBy(r => r.ItemId).Select(g => g.FirstOrDefault(r => r.Language == reader.Code)
            ?? g.Where(r => (r.Rank == Rank.Text) == (g.First().Rank == Rank.Text)).MinBy(r => r.Id)!)];

    private static SearchFacets FacetsOf(List<Row> rows) => new(
        [.. rows.GroupBy(r => r.Kind).Select(g => (g.Key, Items(g))).OrderBy(k => k.Key)],
        [.. rows.GroupBy(r => r.Language).Select(g => (g.Key, Items(g)))
        .OrderBy(l => Language.All.ToList().FindIndex(x => x.Code == l.Key))],
        [.. rows.GroupBy(r => r.Year).Select(g => (g.Key, Items(g))).OrderByDescending(y => y.Key)]);

    private static int Items(IEnumerable<Row> rows) => rows.Select(r => r.ItemId).Distinct().Count();

    private async Task<IReadOnlyList<SearchHit>> HitsAsync(SearchQuery query, List<Row> rows, CancellationToken cancellationToken)
    {
        var ids = rows.ConvertAll(r => r.EntryId);
        var found = db.Set<Publication>().AsNoTracking().Where(p => ids.Contains(p.EntryId));
        var entries = await found.Select(PublishedEntries.ToLine).ToDictionaryAsync(e => e.EntryId, cancellationToken);

        // The text is read, and taken apart, only of those whose name, title and summary do not say why they were found.
        var parts = rows.Where(r => entries.ContainsKey(r.EntryId)).ToDictionary(r => r.EntryId, r =>
            (Text: entries[r.EntryId].Summary, Places: query.PlacesIn(entries[r.EntryId].Summary)));
        var deep = rows.FindAll(r => r.Rank == Rank.Text && parts.TryGetValue(r.EntryId, out var part) && part.Places.Count == 0)
            .ConvertAll(r => r.EntryId);
        if (deep.Count > 0)
        {
            var bodies = await db.Set<Publication>().AsNoTracking().Where(p => deep.Contains(p.EntryId))
                .Select(p => new { p.EntryId, p.Body }).ToListAsync(cancellationToken);
            var photos = (await db.Set<MediaUse>().AsNoTracking().Where(u => deep.Contains(u.EntryId) && u.IsPublic)
                .Join(db.Set<MediaFile>().Where(m => m.Width > 0), u => u.Sha256, m => m.Sha256, (u, m) => new { u.EntryId, File = m })
                .ToListAsync(cancellationToken)).ToLookup(p => p.EntryId, p => p.File);
            foreach (var body in bodies)
            {
                var part = EntryTexts.FirstMatch(query, body.Body, entries[body.EntryId].Language, photos[body.EntryId]);
                parts[body.EntryId] = part.Places.Count > 0 ? part : parts[body.EntryId];
            }
        }

        return [.. ids.Where(entries.ContainsKey).Select(id => new SearchHit(entries[id],
            Mark(entries[id].Title, query.PlacesIn(entries[id].Title)), Excerpt(parts[id].Text, parts[id].Places)))];
    }

    /// <summary>The surroundings of the first match; the beginning of the text when there is none.</summary>
    private static IReadOnlyList<SearchPiece> Excerpt(string text, IReadOnlyList<(int Start, int End)> places)
    {
        var start = places.Count == 0 ? 0 : Math.Max(0, places[0].Start - (ExcerptLength / 3));
        if (start > 0 && text.IndexOf(' ', start) is >= 0 and var space && space < places[0].Start)
        {
            start = space + 1;
        }

        var end = Math.Min(text.Length, Math.Max(start + ExcerptLength, places.Count == 0 ? 0 : places[0].End));
        var least = Math.Max(places.Count == 0 ? start + 1 : places[0].End, end - LongestWord);
        if (end < text.Length && text.LastIndexOf(' ', end, end - start) is var gap && gap >= least)
        {
            end = gap;
        }

        start -= start > 0 && char.IsLowSurrogate(text[start]) ? 1 : 0;
        end -= end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
        var shown = Mark(text[start..end], [.. places.Where(p => p.End <= end).Select(p => (p.Start - start, p.End - start))]);
        return [.. start > 0 ? [new("… ", false)] : Array.Empty<SearchPiece>(), .. shown,
            .. end < text.Length ? [new(" …", false)] : Array.Empty<SearchPiece>()];
    }

    private static List<SearchPiece> Mark(string text, IReadOnlyList<(int Start, int End)> places)
    {
        var (pieces, at) = (new List<SearchPiece>(), 0);
        foreach (var (start, end) in places)
        {
            if (start > at)
            {
                pieces.Add(new(text[at..start], false));
            }

            pieces.Add(new(text[start..end], true));
            at = end;
        }

        if (at < text.Length)
        {
            pieces.Add(new(text[at..], false));
        }

        return pieces;
    }

    /// <summary>Why a document was found, the best reason first.</summary>
    private enum Rank
    {
        Name,
        Names,
        Attendee,
        Title,
        Text,
    }

    private sealed class Match
    {
        public long Id { get; init; }
        public Rank Rank { get; init; }
    }

    private sealed record Row(long Id, Guid EntryId, Guid ItemId, EntryKind Kind, string Language, int Year, Rank Rank);
}
