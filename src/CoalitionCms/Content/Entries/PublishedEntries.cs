using System.Globalization;
using System.Linq.Expressions;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

internal sealed record EntryRow(Guid EntryId, Guid ItemId, EntryKind Kind, string Language, string Slug, string Title, string Summary,
    DateOnly ShownOn, DateTime SortAt)
{
    public string Path => SiteUrls.Entry(Kind, Domain.Language.Find(Language)!, Slug);
}

/// <summary>One page of a list, and the cursor of the next one.</summary>
/// <param name="Lines">At most twenty.</param>
/// <param name="Next">Cursor of the next page, or null on the last.</param>
internal sealed record EntryPage(IReadOnlyList<EntryRow> Lines, string? Next);

internal sealed record Translation(string Language, string Path, string Title);

internal sealed record PublishedEntry(EntryRow Line, EntryText Text, DateTime FirstPublishedAt, DateTime UpdatedAt,
    IReadOnlyList<Translation> Translations);

/// <summary>
/// The result of looking up an address: the entry, another address, or the languages that have the text when this one does not.
/// </summary>
internal sealed record Lookup(PublishedEntry? Entry, string? MovedTo, IReadOnlyList<Translation> Elsewhere);

/// <summary>Queries on public entries of every kind. Reads only <see cref="Publication"/>, so that nothing else can be shown.</summary>
internal sealed class PublishedEntries(CmsDbContext db, PageCacheTags shown, TimeProvider clock)
{
    public const int PageSize = 20;

    /// <summary>Rows that are younger raise <see cref="CacheTag.Newest"/>: more than a
    /// month, so that clocks need not agree to the day.</summary>
    public static readonly TimeSpan HeadOfLists = TimeSpan.FromDays(62);

    public static readonly Expression<Func<Publication, EntryRow>> ToLine =
        p => new EntryRow(p.EntryId, p.ItemId, p.Kind, p.Language, p.Slug, p.Title, p.Summary, p.ShownOn, p.SortAt);

    /// <summary>For each item, the entry for readers of a language: in their language, otherwise the original.</summary>
    public static IQueryable<Publication> For(CmsDbContext db, Language language)
    {
        var code = language.Code;

        // "Any" would say the same, but to answer it PostgreSQL first reads all entries in the language.
        return db.Set<Publication>().AsNoTracking().Where(p => p.Language == code
            || (p.IsOriginal && db.Set<Publication>().Where(s => s.ItemId == p.ItemId && s.Language == code)
                .Select(s => (Guid?)s.EntryId).FirstOrDefault() == null));
    }

    public IQueryable<Publication> In(EntryKind kind, Language language) => For(db, language).Where(p => p.Kind == kind);

    /// <summary>
    /// The same for chosen items. Without the kind, which the items imply: SQLite would walk along the index of the kind, which is in the
    /// order of the list, through all entries until it has found enough of the chosen ones.
    /// </summary>
    public IQueryable<Publication> OfItems(IQueryable<Guid> itemIds, Language language) =>
        For(db, language).Where(p => itemIds.Contains(p.ItemId));

    /// <summary>The newest entries of a kind with a tag.</summary>
    public async Task<IReadOnlyList<EntryRow>> LatestTaggedAsync(EntryKind kind, string slug, Language language, int count,
        CancellationToken cancellationToken)
    {
        var lines = await Tagged(kind, slug, language, before: null).Take(count).ToListAsync(cancellationToken);
        ShowsNewest(kind, CacheTag.Tagged(slug), lines, count);
        return lines;
    }

    /// <summary>The entries of a kind with a tag, newest first: the rows of the tag
    /// are read in their order until there are enough. The row of the cursor comes first.</summary>
    private IQueryable<EntryRow> Tagged(EntryKind kind, string slug, Language language, Cursor? before)
    {
        var tags = db.Set<PublicationTag>().Where(t => t.Slug == slug);
        if (before is { } cursor)
        {
            tags = tags.Where(t => t.SortAt <= cursor.SortAt && (t.SortAt < cursor.SortAt || t.EntryId.CompareTo(cursor.EntryId) <= 0));
        }

        return tags.OrderByDescending(t => t.SortAt).ThenByDescending(t => t.EntryId)
            .Join(In(kind, language), t => t.EntryId, p => p.EntryId, (_, p) => p).Select(ToLine);
    }

    /// <summary>A page of the list of a tag. Null when the cursor is malformed.</summary>
    public async Task<EntryPage?> ListTaggedAsync(EntryKind kind, string slug, Language language, string? before,
        CancellationToken cancellationToken)
    {
        var cursor = before is null ? null : Cursor.Read(before);
        shown.Add(CacheTag.Rows(kind), CacheTag.Tagged(slug));
        return before is not null && cursor is null
            ? null
            : PageOf(Following(cursor, await Tagged(kind, slug, language, cursor).Take(PageSize + 2).ToListAsync(cancellationToken)));
    }

    /// <summary>The rows of entries, in any order.</summary>
    public async Task<IReadOnlyList<EntryRow>> RowsAsync(IReadOnlyCollection<Guid> entryIds, CancellationToken cancellationToken) =>
        await db.Set<Publication>().AsNoTracking().Where(p => entryIds.Contains(p.EntryId)).Select(ToLine).ToListAsync(cancellationToken);

    /// <summary>A page of a list, newest first. Every page costs the same.</summary>
    /// <param name="year">The year that all of the entries are of; null if they are not of one.</param>
    /// <returns>Null when the cursor is malformed.</returns>
    public async Task<EntryPage?> ListAsync(EntryKind kind, IQueryable<Publication> entries, string? before,
        CancellationToken cancellationToken, int? year = null)
    {
        var cursor = before is null ? null : Cursor.Read(before);
        if (before is not null && cursor is null)
        {
            shown.Add(CacheTag.List(kind));
            return null;
        }

        // Days are the site's: by the clock, a year begins and ends some hours earlier or later.
        DateTime? firstDay = year is > 1 and < 9998 ? new DateTime(year.Value, 1, 1, 0, 0, 0, DateTimeKind.Utc) : null;
        if (cursor is { } from)
        {
            entries = entries.Where(p => p.SortAt <= from.SortAt && (p.SortAt < from.SortAt || p.EntryId.CompareTo(from.EntryId) <= 0));
        }

        var lines = Following(cursor, await Newest(entries).Take(PageSize + 2).Select(ToLine).ToListAsync(cancellationToken));
        ShowsStretch(kind, CacheTag.EachRow(kind), cursor?.SortAt ?? firstDay?.AddYears(1).AddDays(1),
            lines.Count > PageSize ? lines[^1].SortAt : firstDay?.AddDays(-1));
        return PageOf(lines);
    }

    /// <summary>Takes the row of a cursor off the rows that begin with it, and leaves enough for one page and to know whether there is
    /// another. From a row that is not there, because it has gone or was made up, the list goes on all the same; but there are any number
    /// of such addresses, and what they show is not kept.</summary>
    public List<EntryRow> Following(Cursor? cursor, List<EntryRow> lines)
    {
        if (cursor is { } from)
        {
            if (lines is [var first, ..] && first.EntryId == from.EntryId && first.SortAt == from.SortAt)
            {
                lines = lines[1..];
            }
            else
            {
                shown.DoNotCache();
            }
        }

        return lines.Count > PageSize + 1 ? lines[..(PageSize + 1)] : lines;
    }

    /// <summary>Records that a page shows a list between two rows, and nothing else of it. What comes, goes or changes there, or moves
    /// into or out of it, changes the page.</summary>
    /// <param name="list">The list, by its tag.</param>
    /// <param name="newest">Where the newer row stands; null if the page shows the newest of all.</param>
    /// <param name="oldest">The same for the older row.</param>
    public void ShowsStretch(EntryKind kind, string list, DateTime? newest, DateTime? oldest)
    {
        const int MostYears = 100;
        shown.Add(CacheTag.Rows(kind));
        var to = newest ?? clock.GetUtcNow().UtcDateTime;
        if (oldest is not { } from || to.Year - from.Year > MostYears)
        {
            shown.Add(list);
            return;
        }

        if (newest is null)
        {
            shown.Add(CacheTag.Newest(list));
        }

        for (var month = new DateTime(from.Year, from.Month, 1, 0, 0, 0, DateTimeKind.Utc); month <= to;)
        {
            var isWholeYear = month.Month == 1 && month.Year < to.Year;
            shown.Add(isWholeYear ? CacheTag.InYearOf(list, month) : CacheTag.At(list, month));
            month = isWholeYear ? month.AddYears(1) : month.AddMonths(1);
        }
    }

    /// <summary>Records that a page shows the newest rows of a list, as many as it asked for or all.</summary>
    private void ShowsNewest(EntryKind kind, string list, List<EntryRow> lines, int count) =>
        ShowsStretch(kind, list, null, lines.Count < count || count == 0 ? null : lines[^1].SortAt);

    /// <param name="about">The items that all of these entries are about; null if they are of the whole list.</param>
    public async Task<IReadOnlyList<EntryRow>> LatestAsync(EntryKind kind, IQueryable<Publication> entries, int count,
        CancellationToken cancellationToken, IReadOnlyCollection<Guid>? about = null)
    {
        var lines = await Newest(entries).Take(count).Select(ToLine).ToListAsync(cancellationToken);
        foreach (var list in about?.Select(CacheTag.About) ?? [CacheTag.EachRow(kind)])
        {
            ShowsNewest(kind, list, lines, count);
        }

        return lines;
    }

    public async Task<IReadOnlyList<EntryRow>> OfAsync(EntryKind kind, IReadOnlyCollection<Guid> itemIds, Language language,
        CancellationToken cancellationToken)
    {
        foreach (var id in itemIds)
        {
            shown.Add(CacheTag.Item(id));
        }

        if (itemIds.Count == 0)
        {
            return [];
        }

        var found = await For(db, language).Where(p => itemIds.Contains(p.ItemId)).Select(ToLine).ToListAsync(cancellationToken);
        return [.. found.Where(l => l.Kind == kind)];
    }

    public async Task<Lookup> FindAsync(EntryKind kind, Language language, string slug, CancellationToken cancellationToken)
    {
        var code = language.Code;

        // Only articles have tags.
        var publications = kind == EntryKind.Article
            ? db.Set<Publication>().AsNoTracking().Include(p => p.Tags)
            : db.Set<Publication>().AsNoTracking();
        var found = await publications.SingleOrDefaultAsync(p => p.Kind == kind && p.Language == code && p.Slug == slug, cancellationToken);
        if (found is not null)
        {
            shown.Add(CacheTag.Item(found.ItemId));
            shown.IsPageOf(found.EntryId);
            return new(new(LineOf(found), TextOf(found), found.FirstPublishedAt, found.UpdatedAt,
                await TranslationsAsync(found.ItemId, cancellationToken)), null, []);
        }

        return await MovedToAsync(OldPath.Of(kind, code, slug), cancellationToken) is { } moved
            ? new(null, moved, [])
            : await ElsewhereAsync(kind, language, slug, cancellationToken);
    }

    /// <summary>Where a former address leads today: a path of this site, or null when nothing public had the address.</summary>
    public async Task<string?> MovedToAsync(string path, CancellationToken cancellationToken)
    {
        var old = await db.Set<OldPath>().AsNoTracking().Where(o => o.Path == path)
            .Select(o => new
            {
                o.Target,
                Entry = db.Set<Publication>().Where(p => p.EntryId == o.EntryId).Select(p => new { p.Kind, p.Language, p.Slug })
                    .FirstOrDefault(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return old switch
        {
            null => null,
            { Entry: { } entry } => SiteUrls.Entry(entry.Kind, Language.Find(entry.Language)!, entry.Slug),
            { Target.Length: > 0 } => old.Target,
            _ => null,
        };
    }

    /// <summary>
    /// The facts of a public item. Security: public pages have no other way to read a facts revision, so no draft is ever read.
    /// </summary>
    public async Task<TFacts> FactsAsync<TFacts>(Guid itemId, CancellationToken cancellationToken) =>
        FactsJson.Read<TFacts>(await db.Set<Item>().Where(i => i.Id == itemId)
        .Join(db.Set<FactsRevision>(), i => new { i.Id, Number = i.PublicFactsNumber }, f =>
        new { Id = f.ItemId, Number = (long?)f.Number },
        (_, f) => f.Json)
        .SingleAsync(cancellationToken));

    /// <summary>The texts of list rows, in the same order, for feeds.</summary>
    public async Task<IReadOnlyList<PublishedEntry>> TextsAsync(IReadOnlyList<EntryRow> lines, CancellationToken cancellationToken)
    {
        var ids = lines.Select(l => l.EntryId).ToList();
        var found = await db.Set<Publication>().AsNoTracking().Include(p => p.Tags).Where(p => ids.Contains(p.EntryId))
            .ToDictionaryAsync(p => p.EntryId, cancellationToken);
        return [.. lines.Where(l => found.ContainsKey(l.EntryId))
            .Select(l =>
            new PublishedEntry(l, TextOf(found[l.EntryId]), found[l.EntryId].FirstPublishedAt, found[l.EntryId].UpdatedAt, []))];
    }

    public async Task<IReadOnlyList<Translation>> TranslationsAsync(Guid itemId, CancellationToken cancellationToken) =>
        [.. (await db.Set<Publication>().AsNoTracking().Where(p => p.ItemId == itemId).Select(ToLine).ToListAsync(cancellationToken))
        .Select(l => new Translation(l.Language, l.Path, l.Title))];

    private static EntryRow LineOf(Publication p) =>
        new(p.EntryId, p.ItemId, p.Kind, p.Language, p.Slug, p.Title, p.Summary, p.ShownOn, p.SortAt);

    private static EntryText TextOf(Publication p) =>
        new(p.Title, p.Slug, p.Summary, p.Body, [.. p.Tags.Select(t => t.Word).Order(StringComparer.Ordinal)]);

    private static EntryPage PageOf(List<EntryRow> lines) =>
        lines.Count <= PageSize ? new(lines, null) : new(lines[..PageSize], Cursor.After(lines[PageSize - 1]));

    private static IQueryable<Publication> Newest(IQueryable<Publication> entries) =>
        entries.OrderByDescending(p => p.SortAt).ThenByDescending(p => p.EntryId);

    /// <summary>Returns the item that has this address in any language.</summary>
    public Task<Guid?> ItemOfAsync(EntryKind kind, string slug, CancellationToken cancellationToken)
    {
        // Each language is named, because the index begins with kind and language.
        var codes = Language.All.Select(l => l.Code).ToList();
        return db.Set<Publication>().Where(p => p.Kind == kind && codes.Contains(p.Language) && p.Slug == slug)
            .Select(p => (Guid?)p.ItemId).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// Looks up the slug of another language: redirects to this language's text if there is one, otherwise returns the languages that have
    /// it.
    /// </summary>
    private async Task<Lookup> ElsewhereAsync(EntryKind kind, Language language, string slug, CancellationToken cancellationToken)
    {
        var itemId = await ItemOfAsync(kind, slug, cancellationToken);
        if (itemId is null)
        {
            return new(null, null, []);
        }

        shown.Add(CacheTag.Item(itemId.Value));
        var translations = await TranslationsAsync(itemId.Value, cancellationToken);
        return new(null, translations.FirstOrDefault(t => t.Language == language.Code)?.Path, translations);
    }
}

/// <summary>The start of a page of a list: after this instant and id.</summary>
internal readonly record struct Cursor(DateTime SortAt, Guid EntryId)
{
    /// <summary>The cursor that continues after a row, in the form used in an address.</summary>
    public static string After(EntryRow line) => Write(line.SortAt, line.EntryId);

    public static string Write(DateTime sortAt, Guid id) => string.Create(CultureInfo.InvariantCulture, $"{sortAt.Ticks:x}-{id:N}");

    /// <summary>Parses a cursor; null when it is malformed, or not written as <see cref="Write"/> does: each has one spelling.</summary>
    public static Cursor? Read(string text) =>
        text.Split('-') is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value >= 0
        && value <= DateTime.MaxValue.Ticks
        && Guid.TryParseExact(id, "N", out var guid) && text == Write(new DateTime(value, DateTimeKind.Utc), guid)
            ? new(new DateTime(value, DateTimeKind.Utc), guid)
            : null;
}
