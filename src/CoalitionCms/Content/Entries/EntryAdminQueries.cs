using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>An entry as its editor opens it: newest text and facts, and its state.</summary>
/// <param name="FactsJson">The newest facts of its item.</param>
/// <param name="FactsVersion">Their number, for the form.</param>
/// <param name="PublicPath">Its public path, or null.</param>
/// <param name="PublicVersion">The version that is public, or null.</param>
/// <param name="Languages">The entries of all languages of the item.</param>
internal sealed record OpenEntry(
    Guid EntryId,
    Guid ItemId,
    Language Language,
    EntryState State,
    long Version,
    EntryText Text,
    string FactsJson,
    long FactsVersion,
    DateTime SavedAt,
    string SavedBy,
    string? PublicPath,
    long? PublicVersion,
    IReadOnlyList<SiblingEntry> Languages)
{
    /// <summary>True once the entry was public or is scheduled: from then on its language is fixed.</summary>
    public bool IsLanguageFixed => PublicVersion is not null || State == EntryState.Withdrawn || Schedule is not null;

    /// <summary>The public facts; null while nothing of the item is public.</summary>
    public string? PublicFactsJson { get; init; }

    public RevisionReason Reason { get; init; }

    /// <summary>
    /// The facts that become public with the next publication: those that were approved with the text, otherwise the newest.
    /// </summary>
    public required string FactsToPublishJson { get; init; }

    /// <summary>The schedule of the entry, or null.</summary>
    public EntrySchedule? Schedule { get; init; }

    /// <summary>True when the four-eyes rule is enabled.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>True when the newest revision waits for review.</summary>
    public bool IsSubmitted { get; init; }

    /// <summary>True when somebody else approved the newest revision.</summary>
    public bool IsApproved { get; init; }

    public DateTime? TrashedAt { get; init; }
}

/// <param name="Zone">The time zone in which it was typed.</param>
internal sealed record EntrySchedule(DateTime AtUtc, string Zone, long Version);

/// <summary>The entry of another language.</summary>
/// <param name="SavedAt">When its text was last saved; facts are shared by all languages.</param>
/// <param name="IsOriginal">True for the language in which the item was first written.</param>
internal sealed record SiblingEntry(Guid EntryId, string Language, string Title, EntryState State, DateTime SavedAt, bool IsOriginal);

internal sealed record EntryAdminRow(Guid EntryId, EntryKind Kind, string Language, string Title, EntryState State, DateTime UpdatedAt,
    long Version, long FactsVersion)
{
    public Guid ItemId { get; init; }

    /// <summary>When it will be published; null when it is not scheduled.</summary>
    public DateTime? ScheduledAt { get; init; }
}

/// <summary>An item in an admin list, in all its languages.</summary>
/// <param name="Shown">The text whose title stands for it.</param>
/// <param name="Languages">All languages of the site, in their order.</param>
/// <param name="Author">Who began it; empty for the program itself.</param>
/// <param name="SavedAt">When any of its texts was last saved.</param>
internal sealed record ItemAdminRow(
    Guid ItemId, EntryAdminRow Shown, IReadOnlyList<LanguageChip> Languages, string Author, DateTime SavedAt, ItemPicture? Picture);

/// <summary>One language of an item.</summary>
/// <param name="EntryId">The text, if the actor may edit it.</param>
/// <param name="State">Null when there is no text in this language.</param>
/// <param name="IsOld">True when the original was saved after it.</param>
internal sealed record LanguageChip(Language Language, Guid? EntryId, EntryState? State, bool IsOld);

internal sealed record ItemAdminPage(IReadOnlyList<ItemAdminRow> Rows, string? Next);

/// <summary>What an admin list is narrowed to.</summary>
/// <param name="State">Null for everything except the trash.</param>
/// <param name="IsIncomplete">True for items that are not in every language.</param>
internal sealed record EntryFilter(EntryState? State, bool IsIncomplete, string? Title, string? Language, Guid? Author)
{
    public bool IsEmpty => State is null && !IsIncomplete && string.IsNullOrEmpty(Title) && Language is null && Author is null;
}

/// <summary>The numbers beside the tabs of a list; none is above <see cref="Most"/>, which stands for "that many or more".</summary>
internal sealed record EntryCounts(IReadOnlyDictionary<EntryState, int> States, int Incomplete)
{
    public const int Most = 100;

    public static string Print(int number) =>
        number >= Most ? FormattableString.Invariant($"{Most - 1}+") : FormattableString.Invariant($"{number}");
}

/// <summary>A person who begins texts.</summary>
internal sealed record EntryAuthor(Guid Id, string Name);

/// <summary>Queries on entries for their editors, including drafts and trash. Each actor sees what they may edit.</summary>
internal sealed class EntryAdminQueries(CmsDbContext db, EntryLoader loader, ApprovalRule approvalRule, IEnumerable<FactsStore> stores)
{
    private const int PageSize = 30;

    // States that no index knows are looked for among the entries saved last, so that a page costs the same in an archive of any size.
    private const int Recent = 500;

    /// <summary>Opens an entry; null when there is none or the actor may not edit it.</summary>
    public async Task<OpenEntry?> OpenAsync(Actor actor, EntryKind kind, Guid entryId, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var loaded = await loader.FindAsync(actor, entryId, cancellationToken);
        return loaded?.Entry?.Kind == kind ? await OpenAsync(loaded, cancellationToken) : null;
    }

    public async Task<OpenEntry> OpenAsync(LoadedEntry loaded, CancellationToken cancellationToken)
    {
        var (entry, text, facts, publication) = (loaded.Entry!, loaded.Text!, loaded.Facts!, loaded.Publication);
        var language = Language.Find(entry.Language)!;
        var published = publication is null
            ? (long?)null
            : publication.RevisionId == text.Id
            ? text.Number
            : await NumberAsync(publication.RevisionId, cancellationToken);
        var siblings = await SiblingsAsync(entry.ItemId, cancellationToken);
        var needsApproval = await approvalRule.IsOnAsync(cancellationToken);
        var approved = needsApproval ? await approvalRule.ApprovedFactsAsync(loaded, cancellationToken) : null;
        return new(
            entry.Id,
            entry.ItemId,
            language,
            siblings.Single(s => s.EntryId == entry.Id).State,
            entry.Version,
            text.Text,
            facts.Json,
            facts.Number,
            text.SavedAt,
            await db.Set<Account>().Where(u => u.Id == text.SavedBy).Select(u => u.Name).SingleOrDefaultAsync(cancellationToken) ?? "",
            publication is null ? null : SiteUrls.Entry(entry.Kind, language, publication.Slug),
            published,
            siblings)
        {
            PublicFactsJson = loaded.PublicFacts?.Json,
            FactsToPublishJson = (approved ?? facts).Json,
            Reason = text.Reason,
            Schedule = entry.ScheduledAt is { } at
            ? new(at, entry.ScheduledZone, await NumberAsync(entry.ScheduledRevisionId!.Value, cancellationToken))
            : null,
            NeedsApproval = needsApproval,
            IsSubmitted = entry.SubmittedRevisionId == text.Id && entry.SubmittedFactsNumber == facts.Number,
            IsApproved = approved is not null,
            TrashedAt = entry.TrashedAt,
        };
    }

    /// <summary>Title and state of an entry; null when there is none or the actor may not edit it.</summary>
    public async Task<EntryAdminRow?> FindAsync(Actor actor, Guid entryId, CancellationToken cancellationToken)
    {
        var entry = await db.Set<Entry>().AsNoTracking().Where(e => e.Id == entryId).Select(e => new { e.Kind, e.CreatedBy })
            .SingleOrDefaultAsync(cancellationToken);
        if (entry is null || !EntryRights.MayEdit(actor, entry.Kind, entry.CreatedBy))
        {
            return null;
        }

        var row = await Rows(db.Set<Entry>().AsNoTracking().Where(e => e.Id == entryId)).SingleAsync(cancellationToken);
        return ToAdminRow(row);
    }

    /// <summary>The same for several entries; those that the actor may not edit are left out.</summary>
    public async Task<IReadOnlyList<(EntryAdminRow Entry, bool IsPublic)>> FindAllAsync(Actor actor,
        IReadOnlyList<(Guid EntryId, bool IsPublic)> uses, CancellationToken cancellationToken)
    {
        var rows = new List<(EntryAdminRow, bool)>();
        foreach (var (entryId, isPublic) in uses)
        {
            if (await FindAsync(actor, entryId, cancellationToken) is { } row)
            {
                rows.Add((row, isPublic));
            }
        }

        return rows;
    }

    public async Task<IReadOnlyList<SiblingEntry>> SiblingsAsync(Guid itemId, CancellationToken cancellationToken) =>
        [.. (await Rows(db.Set<Entry>().AsNoTracking().Where(e => e.ItemId == itemId)).ToListAsync(cancellationToken))
        .Select(r => new SiblingEntry(r.Id, r.Language, r.Title, r.State, r.TextSavedAt ?? r.UpdatedAt, r.IsOriginal))];

    /// <summary>A page of a kind's list: one row for each item, the last saved first.</summary>
    /// <param name="reader">Unless the list is narrowed, the titles are in this language, where there are any.</param>
    /// <returns>Null when the cursor is malformed.</returns>
    public async Task<ItemAdminPage?> ListAsync(Actor actor, EntryKind kind, EntryFilter filter, Language reader, string? before,
        CancellationToken cancellationToken)
    {
        // The texts of an item are of its kind: that it need not say so lets the database look for them by their item.
        var (matching, all) = (Matching(db.Set<Entry>().Where(e => e.Kind == kind), actor, filter),
            Matching(db.Set<Entry>(), actor, filter));
        var page = matching.Where(e => !all.Any(s =>
            s.ItemId == e.ItemId && (s.UpdatedAt > e.UpdatedAt || (s.UpdatedAt == e.UpdatedAt && s.Id.CompareTo(e.Id) > 0))));
        if (before is not null)
        {
            if (Cursor.Read(before) is not { } cursor)
            {
                return null;
            }

            page = page.Where(e => e.UpdatedAt <= cursor.SortAt && (e.UpdatedAt < cursor.SortAt || e.Id.CompareTo(cursor.EntryId) < 0));
        }

        var rows = await Rows(page.OrderByDescending(e => e.UpdatedAt).ThenByDescending(e => e.Id).Take(PageSize + 1))
            .ToListAsync(cancellationToken);
        var shown = rows.Take(PageSize).ToList();
        return new(
            await ItemRowsAsync(actor, kind, shown, filter, reader, cancellationToken),
            rows.Count > PageSize ? Cursor.Write(shown[^1].UpdatedAt, shown[^1].Id) : null);
    }

    /// <summary>The numbers for the tabs of a list. Drafts and gaps are counted among the entries saved last.</summary>
    public async Task<EntryCounts> CountAsync(Actor actor, EntryKind kind, CancellationToken cancellationToken)
    {
        var all = db.Set<Entry>().AsNoTracking().Where(e => e.Kind == kind).WhereEditable(actor);
        var recent = all.OrderByDescending(e => e.UpdatedAt).ThenByDescending(e => e.Id).Take(Recent);
        var counts = new Dictionary<EntryState, int>();
        foreach (var (state, among) in new[]
        {
            (EntryState.Draft, recent), (EntryState.InReview, all), (EntryState.Scheduled, all), (EntryState.PublishedWithChanges, recent),
            (EntryState.Withdrawn, recent), (EntryState.Trashed, all),
        })
        {
            counts[state] = await InState(among, state).Select(e => e.ItemId).Distinct().Take(EntryCounts.Most)
                .CountAsync(cancellationToken);
        }

        var gaps = await Incomplete(recent).Select(e => e.ItemId).Distinct().Take(EntryCounts.Most).CountAsync(cancellationToken);
        return new(counts, gaps);
    }

    /// <summary>The people whose texts a list can be narrowed to; empty for somebody who sees only their own.</summary>
    public async Task<IReadOnlyList<EntryAuthor>> AuthorsAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.May(Permission.EditEverything)
            ? [.. (await db.Set<Account>().AsNoTracking().Select(a => new EntryAuthor(a.Id, a.Name)).ToListAsync(cancellationToken))
                .OrderBy(a => a.Name, StringComparer.OrdinalIgnoreCase)]
            : [];

    /// <summary>All entries of these items that the actor may edit.</summary>
    public async Task<IReadOnlyList<EntryAdminRow>> OfItemsAsync(Actor actor, IReadOnlyCollection<Guid> items,
        CancellationToken cancellationToken) =>
        items.Count == 0 ? [] : [.. (await Rows(db.Set<Entry>().AsNoTracking().Where(e => items.Contains(e.ItemId)).WhereEditable(actor))
            .ToListAsync(cancellationToken)).OrderBy(r => r.ItemId).ThenBy(r => r.Language, StringComparer.Ordinal).Select(ToAdminRow)];

    /// <summary>
    /// The five entries in a state that the actor may work on, last saved first; scheduled ones by the time at which they appear.
    /// </summary>
    public async Task<IReadOnlyList<EntryAdminRow>> UnfinishedAsync(Actor actor, EntryState state, CancellationToken cancellationToken)
    {
        var all = db.Set<Entry>().AsNoTracking().WhereEditable(actor);
        var rows = state == EntryState.Scheduled
            ? Rows(InState(all, state).OrderBy(e => e.ScheduledAt).Take(5))
            : Rows(InState(all.OrderByDescending(e => e.UpdatedAt).Take(Recent), state).OrderByDescending(e => e.UpdatedAt).Take(5));
        return [.. (await rows.ToListAsync(cancellationToken)).Select(ToAdminRow)];
    }

    /// <summary>The texts that became public last, of those the actor may edit.</summary>
    public async Task<IReadOnlyList<EntryAdminRow>> LatelyPublicAsync(Actor actor, Language reader, CancellationToken cancellationToken)
    {
        var rows = await Rows(InState(db.Set<Entry>().AsNoTracking().WhereEditable(actor).OrderByDescending(e => e.UpdatedAt).Take(Recent),
            EntryState.Published).OrderByDescending(e => e.UpdatedAt).Take(25)).ToListAsync(cancellationToken);
        return [.. rows.GroupBy(r => r.ItemId).Take(5)
            .Select(g => ToAdminRow(g.FirstOrDefault(r => r.Language == reader.Code) ?? Language.First(g, r => r.Language)))];
    }

    /// <summary>
    /// Public translations whose original was saved after them, and is public: how many, up to a hundred, and the newest three. The
    /// originals saved last are looked at.
    /// </summary>
    public async Task<(int Count, IReadOnlyList<EntryAdminRow> First)> OldTranslationsAsync(Actor actor,
        CancellationToken cancellationToken)
    {
        var originals = db.Set<Entry>().AsNoTracking().OrderByDescending(e => e.UpdatedAt).Take(Recent)
            .Where(e => e.IsOriginal && e.TrashedAt == null);
        var old =
            from original in originals.WhereEditable(actor)
            join published in db.Set<Publication>() on original.Id equals published.EntryId
            join text in db.Set<TextRevision>() on published.RevisionId equals text.Id
            from translation in db.Set<Entry>()
            where translation.ItemId == original.ItemId && !translation.IsOriginal && translation.TrashedAt == null
            join own in db.Set<TextRevision>() on translation.LatestRevisionId equals own.Id
            where own.SavedAt < text.SavedAt && db.Set<Publication>().Any(p => p.EntryId == translation.Id)
            orderby text.SavedAt descending
            select translation.Id;
        var ids = await old.Take(EntryCounts.Most).ToListAsync(cancellationToken);
        var first = ids.Take(3).ToList();
        var rows = first.Count == 0
            ? []
            : await Rows(db.Set<Entry>().AsNoTracking().Where(e => first.Contains(e.Id))).ToListAsync(cancellationToken);
        return (ids.Count, [.. rows.OrderBy(r => first.IndexOf(r.Id)).Select(ToAdminRow)]);
    }

    private IQueryable<Entry> Matching(IQueryable<Entry> among, Actor actor, EntryFilter filter)
    {
        var entries = InState(among.AsNoTracking().WhereEditable(actor), filter.State);
        foreach (var pattern in LikePattern.OfIndex(filter.Title))
        {
            entries = entries.Where(e => EF.Functions.Like(e.Words, pattern, LikePattern.Escape));
        }

        if (filter.Language is { } language)
        {
            entries = entries.Where(e => e.Language == language);
        }

        if (filter.Author is { } author)
        {
            entries = entries.Where(e => e.CreatedBy == author);
        }

        return filter.IsIncomplete ? Incomplete(entries) : entries;
    }

    private IQueryable<Entry> Incomplete(IQueryable<Entry> entries)
    {
        var all = Language.All.Count;
        return entries.Where(e =>
            e.TrashedAt == null && db.Set<Entry>().Count(s => s.ItemId == e.ItemId && s.TrashedAt == null) < all);
    }

    private async Task<IReadOnlyList<ItemAdminRow>> ItemRowsAsync(Actor actor, EntryKind kind, IReadOnlyList<Row> shown, EntryFilter filter,
        Language reader, CancellationToken cancellationToken)
    {
        if (shown.Count == 0)
        {
            return [];
        }

        var items = shown.Select(r => r.ItemId).ToList();
        var languages = (await Rows(db.Set<Entry>().AsNoTracking().Where(e => items.Contains(e.ItemId))).ToListAsync(cancellationToken))
            .ToLookup(r => r.ItemId);
        var authors = languages.SelectMany(g => g).Select(r => r.CreatedBy).OfType<Guid>().Distinct().ToList();
        var names = await db.Set<Account>().AsNoTracking().Where(a => authors.Contains(a.Id))
            .Select(a => new { a.Id, a.Name }).ToDictionaryAsync(a => a.Id, a => a.Name, cancellationToken);
        var pictures = await stores.Single(s => s.Kind == kind).PicturesAsync(items, cancellationToken);
        var trash = filter.State == EntryState.Trashed;
        return [.. shown.Select(row =>
        {
            var all = languages[row.ItemId].Where(r => trash || r.TrashedAt is null).ToList();
            var original = all.Find(r => r.IsOriginal);
            var mine = all.Where(r => EntryRights.MayEdit(actor, kind, r.CreatedBy)).ToList();
            var title = filter.IsEmpty || filter.IsIncomplete
                ? mine.Find(r => r.Language == reader.Code) ?? mine.Find(r => r.IsOriginal) ?? row
                : row;
            return new ItemAdminRow(
                row.ItemId,
                ToAdminRow(title),
                [.. Language.All.Select(l => Chip(l, all.Find(r => r.Language == l.Code), original, mine))],
                (original ?? row).CreatedBy is { } author ? names.GetValueOrDefault(author, "") : "",
                all.Max(r => r.UpdatedAt),
                pictures.GetValueOrDefault(row.ItemId));
        })];
    }

    private static LanguageChip Chip(Language language, Row? entry, Row? original, List<Row> mine) => new(
        language,
        entry is not null && mine.Contains(entry) ? entry.Id : null,
        entry?.State,
        entry is { IsOriginal: false } && entry.TextSavedAt < original?.TextSavedAt);

    private static EntryAdminRow ToAdminRow(Row row) =>
        new(row.Id, row.Kind, row.Language, row.Title, row.State, row.UpdatedAt, row.Version, row.FactsVersion)
        {
            ItemId = row.ItemId,
            ScheduledAt = row.ScheduledAt,
        };

    private Task<long> NumberAsync(Guid revisionId, CancellationToken cancellationToken) =>
        db.Set<TextRevision>().Where(r => r.Id == revisionId).Select(r => r.Number).SingleAsync(cancellationToken);

    private IQueryable<Entry> InState(IQueryable<Entry> entries, EntryState? state) => state switch
    {
        EntryState.Trashed => entries.Where(e => e.TrashedAt != null),
        EntryState.Published => entries.Where(e => e.TrashedAt == null && db.Set<Publication>().Any(p => p.EntryId == e.Id)),
        EntryState.PublishedWithChanges => entries.Where(e => e.TrashedAt == null && db.Set<Publication>().Any(p => p.EntryId == e.Id
            && (p.RevisionId != e.LatestRevisionId || db.Set<Item>().Any(i => i.Id == e.ItemId && i.PublicFactsNumber != i.FactsNumber)))),
        EntryState.Withdrawn => entries.Where(e => e.TrashedAt == null && e.WithdrawnAt != null),
        EntryState.InReview =>
        entries.Where(e => e.TrashedAt == null && e.SubmittedRevisionId != null && e.SubmittedRevisionId == e.LatestRevisionId),
        EntryState.Scheduled => entries.Where(e => e.TrashedAt == null && e.ScheduledAt != null),
        EntryState.Draft =>
        entries.Where(e => e.TrashedAt == null && e.WithdrawnAt == null && !db.Set<Publication>().Any(p => p.EntryId == e.Id)),
        _ => entries.Where(e => e.TrashedAt == null),
    };

    private IQueryable<Row> Rows(IQueryable<Entry> entries) => entries.Select(e => new Row
    {
        Id = e.Id,
        ItemId = e.ItemId,
        CreatedBy = e.CreatedBy,
        TextSavedAt = db.Set<TextRevision>().Where(r => r.Id == e.LatestRevisionId).Select(r => (DateTime?)r.SavedAt).FirstOrDefault(),
        Kind = e.Kind,
        Language = e.Language,
        Title = e.Title,
        UpdatedAt = e.UpdatedAt,
        Latest = e.LatestRevisionId,
        IsOriginal = e.IsOriginal,
        Version = e.Version,
        FactsVersion = db.Set<Item>().Where(i => i.Id == e.ItemId).Select(i => i.FactsNumber).FirstOrDefault(),
        PublicFacts = db.Set<Item>().Where(i => i.Id == e.ItemId).Select(i => i.PublicFactsNumber).FirstOrDefault(),
        Submitted = e.SubmittedRevisionId,
        ScheduledAt = e.ScheduledAt,
        Published = db.Set<Publication>().Where(p => p.EntryId == e.Id).Select(p => (Guid?)p.RevisionId).FirstOrDefault(),
        WithdrawnAt = e.WithdrawnAt,
        TrashedAt = e.TrashedAt,
    });

    private sealed class Row
    {
        public Guid Id { get; init; }
        public Guid ItemId { get; init; }
        public Guid? CreatedBy { get; init; }
        public DateTime? TextSavedAt { get; init; }
        public EntryKind Kind { get; init; }
        public required string Language { get; init; }
        public required string Title { get; init; }
        public DateTime UpdatedAt { get; init; }
        public Guid? Latest { get; init; }
        public Guid? Published { get; init; }
        public bool IsOriginal { get; init; }
        public long Version { get; init; }
        public long FactsVersion { get; init; }
        public long? PublicFacts { get; init; }
        public Guid? Submitted { get; init; }
        public DateTime? ScheduledAt { get; init; }
        public DateTime? WithdrawnAt { get; init; }
        public DateTime? TrashedAt { get; init; }

        public EntryState State => new EntryStanding(
            Latest, Published, Submitted, ScheduledAt, WithdrawnAt, TrashedAt, HasPendingFacts: PublicFacts is not null
            && PublicFacts != FactsVersion).State;
    }
}
