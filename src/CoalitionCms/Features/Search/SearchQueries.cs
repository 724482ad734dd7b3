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

/// <summary>How many results each choice of a filter would leave.</summary>
internal sealed record SearchFacets(
    IReadOnlyList<(EntryKind Kind, int Count)> Kinds, IReadOnlyList<(string Language, int Count)> Languages,
    IReadOnlyList<(int Year, int Count)> Years);

/// <summary>One page of results.</summary>
/// <param name="Total">Number of results, at most <see cref="SearchQueries.Most"/>.</param>
/// <param name="HasMore">True when there are more than <paramref name="Total"/>, which are older.</param>
internal sealed record SearchResults(IReadOnlyList<SearchHit> Hits, int Total, bool HasMore, SearchFacets Facets);

/// <summary>
/// Searches public entries: first by names, then by attendees who are named by consent, by title, and by text; each newest first. One
/// result per item, in the reader's language where it matches.
/// </summary>
internal sealed class SearchQueries(CmsDbContext db, AttendeeSearch attendees)
{
    public const int Most = 1_000;
    public const int PageSize = 20;

    /// <summary>How many documents a filter is applied to: more make a question with common words expensive.</summary>
    private const int MostFiltered = 20_000;

    private const int ExcerptLength = 200;

    /// <summary>Returns a page of results, counted from 1; null when there is no such page.</summary>
    public async Task<SearchResults?> FindAsync(SearchQuery query, SearchFilter filter, int page, Language reader,
        CancellationToken cancellationToken)
    {
        var events = await attendees.EventsAsync(query, cancellationToken);
        var all = await RowsAsync(query, SearchFilter.None, events, cancellationToken);
        var rows = filter == SearchFilter.None ? all
            : all.Count < Most ? all.FindAll(r => Fits(r, filter))
            : await RowsAsync(query, filter, events, cancellationToken);
        var items = OnePerItem(rows, reader);
        if (page > 1 && (page - 1) * PageSize >= items.Count)
        {
            return null;
        }

        var hits = await HitsAsync(query, [.. items.Skip((page - 1) * PageSize).Take(PageSize)], cancellationToken);
        return new(hits, items.Count, rows.Count >= Most, FacetsOf(all));
    }

    private static bool Fits(Row row, SearchFilter filter) => (filter.Kind is null || row.Kind == filter.Kind)
        && (filter.Language is null || row.Language == filter.Language) && (filter.Year is null || row.Year == filter.Year);

    private async Task<List<Row>> RowsAsync(SearchQuery query, SearchFilter filter, IReadOnlyList<Guid> events,
        CancellationToken cancellationToken)
    {
        // Names that are written as the question come before those that have its words somewhere.
        var rows = query.Phrases.Count > 1
            ? await MatchesAsync(query.Together, SearchField.Names, filter, cancellationToken)
            : [];
        rows.AddRange(await MatchesAsync(query, SearchField.Names, filter, cancellationToken));
        if (events.Count > 0)
        {
            var byAttendee =
                await Narrow(db.Set<SearchDocument>().Where(d => d.Kind == EntryKind.Event && events.Contains(d.ItemId)), filter)
                .OrderByDescending(d => d.Id).Take(Most).Select(d => new Row(d.Id, d.EntryId, d.ItemId, d.Kind, d.Language, d.Year, false))
                .ToListAsync(cancellationToken);
            rows.AddRange(byAttendee);
        }

        foreach (var field in new[] { SearchField.Title, SearchField.Anywhere })
        {
            // What the better matches fill needs no others.
            if (rows.Count < Most)
            {
                rows.AddRange(await MatchesAsync(query, field, filter, cancellationToken));
            }
        }

        return [.. rows.DistinctBy(r => r.Id).Take(Most)];
    }

    private Task<List<Row>> MatchesAsync(SearchQuery query, SearchField field, SearchFilter filter, CancellationToken cancellationToken)
    {
        var (matches, isByText) =
            (db.Search(query, field, filter == SearchFilter.None ? Most : MostFiltered), field == SearchField.Anywhere);
        return Narrow(db.Set<SearchDocument>().Where(d => matches.Contains(d.Id)), filter).OrderByDescending(d => d.Id).Take(Most)
            .Select(d => new Row(d.Id, d.EntryId, d.ItemId, d.Kind, d.Language, d.Year, isByText)).ToListAsync(cancellationToken);
    }

    private static IQueryable<SearchDocument> Narrow(IQueryable<SearchDocument> documents, SearchFilter filter)
    {
        documents = filter.Kind is { } kind ? documents.Where(d => d.Kind == kind) : documents;
        documents = filter.Language is { } language ? documents.Where(d => d.Language == language) : documents;
        return filter.Year is { } year ? documents.Where(d => d.Year == year) : documents;
    }

    // In the reader's language, or else in that in which it was written first.
    private static List<Row> OnePerItem(List<Row> rows, Language reader) =>
        [.. rows.GroupBy(r => r.ItemId).Select(g => g.FirstOrDefault(r => r.Language == reader.Code)
            ?? g.Where(r => r.IsByText == g.First().IsByText).MinBy(r => r.Id)!)];

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
        var deep = rows.FindAll(r => r.IsByText && parts.TryGetValue(r.EntryId, out var part) && part.Places.Count == 0)
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

    /// <param name="IsByText">True when names and title do not contain the question.</param>
    private sealed record Row(long Id, Guid EntryId, Guid ItemId, EntryKind Kind, string Language, int Year, bool IsByText);
}
