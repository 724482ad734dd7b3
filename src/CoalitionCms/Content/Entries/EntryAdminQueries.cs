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

internal sealed record EntrySchedule(DateTime AtUtc, long Version);

/// <summary>The entry of another language.</summary>
/// <param name="UpdatedAt">When it was last saved.</param>
/// <param name="IsOriginal">True for the language in which the item was first written.</param>
internal sealed record SiblingEntry(Guid EntryId, string Language, string Title, EntryState State, DateTime UpdatedAt, bool IsOriginal);

internal sealed record EntryAdminRow(Guid EntryId, EntryKind Kind, string Language, string Title, EntryState State, DateTime UpdatedAt,
    long Version, long FactsVersion);

internal sealed record DeskPage(IReadOnlyList<EntryAdminRow> Lines, string? Next);

/// <summary>Queries on entries for their editors, including drafts and trash. Each actor sees what they may edit.</summary>
internal sealed class EntryAdminQueries(CmsDbContext db, EntryLoader loader, ApprovalRule approvalRule)
{
    private const int PageSize = 30;

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
            Schedule = entry.ScheduledAt is { } at ? new(at, await NumberAsync(entry.ScheduledRevisionId!.Value, cancellationToken)) : null,
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
        return ToLine(row);
    }

    /// <summary>The same for several entries; those that the actor may not edit are left out.</summary>
    public async Task<IReadOnlyList<(EntryAdminRow Entry, bool IsPublic)>> FindAllAsync(Actor actor,
        IReadOnlyList<(Guid EntryId, bool IsPublic)> uses, CancellationToken cancellationToken)
    {
        var lines = new List<(EntryAdminRow, bool)>();
        foreach (var (entryId, isPublic) in uses)
        {
            if (await FindAsync(actor, entryId, cancellationToken) is { } line)
            {
                lines.Add((line, isPublic));
            }
        }

        return lines;
    }

    public async Task<IReadOnlyList<SiblingEntry>> SiblingsAsync(Guid itemId, CancellationToken cancellationToken) =>
        [.. (await Rows(db.Set<Entry>().AsNoTracking().Where(e => e.ItemId == itemId)).ToListAsync(cancellationToken))
        .Select(r => new SiblingEntry(r.Id, r.Language, r.Title, r.State, r.UpdatedAt, r.IsOriginal))];

    /// <summary>A page of a kind's list, last saved first. A null state means all but the trash.</summary>
    /// <returns>Null when the cursor is malformed.</returns>
    public async Task<DeskPage?> ListAsync(Actor actor, EntryKind kind, EntryState? state, string? title, string? before,
        CancellationToken cancellationToken)
    {
        var entries = db.Set<Entry>().AsNoTracking().Where(e => e.Kind == kind);
        entries = MayEdit(entries, actor);
        if (LikePattern.Containing(title) is { } pattern)
        {
#pragma warning disable CA1304, CA1311 // The database lowers the title, not this machine's culture.
            entries = entries.Where(e => EF.Functions.Like(e.Title.ToLower(), pattern, LikePattern.Escape));
#pragma warning restore CA1304, CA1311
        }

        if (before is not null)
        {
            if (Cursor.Read(before) is not { } cursor)
            {
                return null;
            }

            entries =
                entries.Where(e => e.UpdatedAt <= cursor.SortAt && (e.UpdatedAt < cursor.SortAt || e.Id.CompareTo(cursor.EntryId) < 0));
        }

        var rows = await Rows(InState(entries, state).OrderByDescending(e => e.UpdatedAt).ThenByDescending(e => e.Id).Take(PageSize + 1))
            .ToListAsync(cancellationToken);
        var lines = rows.Take(PageSize).Select(ToLine).ToList();
        return new(lines, rows.Count > PageSize ? Cursor.Write(lines[^1].UpdatedAt, lines[^1].EntryId) : null);
    }

    /// <summary>The five entries in a state that the actor may work on, last saved first.</summary>
    public async Task<IReadOnlyList<EntryAdminRow>> UnfinishedAsync(Actor actor, EntryState state, CancellationToken cancellationToken)
    {
        var rows = await Rows(InState(MayEdit(db.Set<Entry>().AsNoTracking(), actor), state).OrderByDescending(e => e.UpdatedAt).Take(5))
            .ToListAsync(cancellationToken);
        return [.. rows.Select(ToLine)];
    }

    private static EntryAdminRow ToLine(Row row) =>
        new(row.Id, row.Kind, row.Language, row.Title, row.State, row.UpdatedAt, row.Version, row.FactsVersion);

    private Task<long> NumberAsync(Guid revisionId, CancellationToken cancellationToken) =>
        db.Set<TextRevision>().Where(r => r.Id == revisionId).Select(r => r.Number).SingleAsync(cancellationToken);

    private static IQueryable<Entry> MayEdit(IQueryable<Entry> entries, Actor actor) => actor.May(Permission.EditEverything)
        ? entries
        : entries.Where(e => e.Kind == EntryKind.Article && e.CreatedBy == actor.AccountId);

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
