using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>An entry as its editor opens it: newest words and facts, and where it stands.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="ItemId">The thing it describes.</param>
/// <param name="Language">Its language.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Version">Its version, for the form.</param>
/// <param name="Text">The newest words.</param>
/// <param name="FactsJson">The newest facts: those of the draft, or the live ones where the draft changes none.</param>
/// <param name="FactsVersion">Version of the live facts, for the form.</param>
/// <param name="FactsMoved">True when live facts changed after the draft changed them differently.</param>
/// <param name="SavedAt">When last saved.</param>
/// <param name="SavedBy">Name of who saved, or empty.</param>
/// <param name="PublicPath">Where it is public, or null.</param>
/// <param name="PublicVersion">The version that is public, or null.</param>
/// <param name="Languages">The entries of all languages of the thing.</param>
public sealed record OpenEntry(
    Guid EntryId,
    Guid ItemId,
    Language Language,
    EntryState State,
    long Version,
    EntryText Text,
    string FactsJson,
    long FactsVersion,
    bool FactsMoved,
    DateTime SavedAt,
    string SavedBy,
    string? PublicPath,
    long? PublicVersion,
    IReadOnlyList<SiblingEntry> Languages)
{
    /// <summary>True once readers have seen it, or are about to: from then on its language stays.</summary>
    public bool IsLanguageFixed => PublicVersion is not null || State == EntryState.Withdrawn || Schedule is not null;

    /// <summary>Hash of the newest revision.</summary>
    public string RevisionHash { get; init; } = "";

    /// <summary>Why that revision came to be.</summary>
    public RevisionReason Reason { get; init; }

    /// <summary>What the scheduler is to do, or null.</summary>
    public EntrySchedule? Schedule { get; init; }

    /// <summary>True when the four-eyes rule is set.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>True when the newest revision waits for review.</summary>
    public bool IsSubmitted { get; init; }

    /// <summary>True when somebody else approved the newest revision.</summary>
    public bool IsApproved { get; init; }

    /// <summary>When it went to the trash, if it is there.</summary>
    public DateTime? TrashedAt { get; init; }
}

/// <summary>When which version of an entry will be published.</summary>
public sealed record EntrySchedule(DateTime AtUtc, long Version);

/// <summary>The entry of another language.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="Language">Its language.</param>
/// <param name="Title">Its title.</param>
/// <param name="State">Where it stands.</param>
/// <param name="UpdatedAt">When it was last saved.</param>
/// <param name="IsOriginal">True for the language that the thing was first written in.</param>
public sealed record SiblingEntry(Guid EntryId, string Language, string Title, EntryState State, DateTime UpdatedAt, bool IsOriginal);

/// <summary>A line of an admin list.</summary>
public sealed record EntryAdminRow(Guid EntryId, EntryKind Kind, string Language, string Title, EntryState State, DateTime UpdatedAt, long Version);

/// <summary>A page of an admin list.</summary>
public sealed record DeskPage(IReadOnlyList<EntryAdminRow> Lines, string? Next);

/// <summary>Entries for those who write them, drafts and trash included. Shows each actor what they may edit.</summary>
public sealed class EntryAdminQueries(CmsDbContext db, IEnumerable<FactsStore> keepers, ApprovalRule fourEyes)
{
    private const int PageSize = 30;

    /// <summary>Opens an entry; null when there is none or the actor may not edit it.</summary>
    public async Task<OpenEntry?> OpenAsync(Actor actor, EntryKind kind, Guid entryId, CancellationToken cancellationToken)
    {
        var entry = await db.Entries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == entryId && e.Kind == kind, cancellationToken);
        if (entry is null || !EntryRights.MayEdit(actor, kind, entry.CreatedBy))
        {
            return null;
        }

        var revision = await db.Revisions.AsNoTracking().SingleAsync(r => r.Id == entry.LatestRevisionId, cancellationToken);
        var live = await LiveAsync(kind, entry.ItemId, cancellationToken);
        var published = await db.Publications.AsNoTracking().Where(p => p.EntryId == entryId)
            .Join(db.Revisions, p => p.RevisionId, r => r.Id, (p, r) => new { p.Slug, r.Number, p.RevisionId }).SingleOrDefaultAsync(cancellationToken);
        var language = Language.Find(entry.Language)!;
        return new(
            entry.Id,
            entry.ItemId,
            language,
            new EntryStanding(entry.LatestRevisionId, published?.RevisionId, entry.SubmittedRevisionId, entry.ScheduledAt, entry.WithdrawnAt, entry.TrashedAt).State,
            entry.Version,
            revision.Text,
            revision.ChangesFacts ? revision.Facts : live.Json,
            live.Version,
            revision.ChangesFacts && revision.FactsVersion != live.Version,
            revision.SavedAt,
            await db.Users.Where(u => u.Id == revision.SavedBy).Select(u => u.Name).SingleOrDefaultAsync(cancellationToken) ?? "",
            published is null ? null : SiteUrls.Entry(kind, language, published.Slug),
            published?.Number,
            await SiblingsAsync(entry.ItemId, cancellationToken))
        {
            RevisionHash = revision.Hash,
            Reason = revision.Reason,
            Schedule = await ScheduleAsync(entry, cancellationToken),
            NeedsApproval = await fourEyes.IsOnAsync(cancellationToken),
            IsSubmitted = entry.SubmittedRevisionId == revision.Id,
            IsApproved = await fourEyes.IsApprovedAsync(revision, cancellationToken),
            TrashedAt = entry.TrashedAt,
        };
    }

    /// <summary>What an entry is called and where it stands; null when there is none or the actor may not edit it.</summary>
    public async Task<EntryAdminRow?> FindAsync(Actor actor, Guid entryId, CancellationToken cancellationToken)
    {
        var entry = await db.Entries.AsNoTracking().Where(e => e.Id == entryId).Select(e => new { e.Kind, e.CreatedBy }).SingleOrDefaultAsync(cancellationToken);
        if (entry is null || !EntryRights.MayEdit(actor, entry.Kind, entry.CreatedBy))
        {
            return null;
        }

        var row = await Rows(db.Entries.AsNoTracking().Where(e => e.Id == entryId)).SingleAsync(cancellationToken);
        return new(row.Id, entry.Kind, row.Language, row.Title, row.State, row.UpdatedAt, row.Version);
    }

    /// <summary>The same for several; what the actor may not edit is left out.</summary>
    public async Task<IReadOnlyList<(EntryAdminRow Entry, bool IsPublic)>> FindAllAsync(Actor actor, IReadOnlyList<(Guid EntryId, bool IsPublic)> uses, CancellationToken cancellationToken)
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

    /// <summary>The live facts of a thing, for a form that begins a translation, or the empty ones of a kind.</summary>
    public Task<LiveFacts> LiveAsync(EntryKind kind, Guid itemId, CancellationToken cancellationToken) =>
        keepers.Single(k => k.Kind == kind).ReadAsync(db, itemId, cancellationToken);

    /// <summary>The entries of all languages of a thing.</summary>
    public async Task<IReadOnlyList<SiblingEntry>> SiblingsAsync(Guid itemId, CancellationToken cancellationToken) =>
        [.. (await Rows(db.Entries.AsNoTracking().Where(e => e.ItemId == itemId)).ToListAsync(cancellationToken)).Select(r => new SiblingEntry(r.Id, r.Language, r.Title, r.State, r.UpdatedAt, r.IsOriginal))];

    /// <summary>A page of a kind's list, last saved first. A null state means all but the trash.</summary>
    /// <returns>Null when the cursor is malformed.</returns>
    public async Task<DeskPage?> ListAsync(Actor actor, EntryKind kind, EntryState? state, string? title, string? before, CancellationToken cancellationToken)
    {
        var entries = db.Entries.AsNoTracking().Where(e => e.Kind == kind);
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

            entries = entries.Where(e => e.UpdatedAt <= cursor.SortAt && (e.UpdatedAt < cursor.SortAt || e.Id.CompareTo(cursor.EntryId) < 0));
        }

        var rows = await Rows(InState(entries, state).OrderByDescending(e => e.UpdatedAt).ThenByDescending(e => e.Id).Take(PageSize + 1)).ToListAsync(cancellationToken);
        var lines = rows.Take(PageSize).Select(r => new EntryAdminRow(r.Id, kind, r.Language, r.Title, r.State, r.UpdatedAt, r.Version)).ToList();
        return new(lines, rows.Count > PageSize ? Cursor.Write(lines[^1].UpdatedAt, lines[^1].EntryId) : null);
    }

    /// <summary>The five entries in a state that the actor may work on, last saved first.</summary>
    public async Task<IReadOnlyList<EntryAdminRow>> UnfinishedAsync(Actor actor, EntryState state, CancellationToken cancellationToken)
    {
        var rows = await Rows(InState(MayEdit(db.Entries.AsNoTracking(), actor), state).OrderByDescending(e => e.UpdatedAt).Take(5)).ToListAsync(cancellationToken);
        return [.. rows.Select(r => new EntryAdminRow(r.Id, r.Kind, r.Language, r.Title, r.State, r.UpdatedAt, r.Version))];
    }

    private async Task<EntrySchedule?> ScheduleAsync(Entry entry, CancellationToken cancellationToken) => entry.ScheduledAt is { } at
        ? new(at, await db.Revisions.Where(r => r.Id == entry.ScheduledRevisionId).Select(r => r.Number).SingleAsync(cancellationToken))
        : null;

    private static IQueryable<Entry> MayEdit(IQueryable<Entry> entries, Actor actor) => actor.May(Permission.EditEverything)
        ? entries
        : entries.Where(e => e.Kind == EntryKind.Article && e.CreatedBy == actor.AccountId);

    private IQueryable<Entry> InState(IQueryable<Entry> entries, EntryState? state) => state switch
    {
        EntryState.Trashed => entries.Where(e => e.TrashedAt != null),
        EntryState.Published => entries.Where(e => e.TrashedAt == null && db.Publications.Any(p => p.EntryId == e.Id)),
        EntryState.PublishedWithChanges => entries.Where(e => e.TrashedAt == null && db.Publications.Any(p => p.EntryId == e.Id && p.RevisionId != e.LatestRevisionId)),
        EntryState.Withdrawn => entries.Where(e => e.TrashedAt == null && e.WithdrawnAt != null),
        EntryState.InReview => entries.Where(e => e.TrashedAt == null && e.SubmittedRevisionId != null && e.SubmittedRevisionId == e.LatestRevisionId),
        EntryState.Scheduled => entries.Where(e => e.TrashedAt == null && e.ScheduledAt != null),
        EntryState.Draft => entries.Where(e => e.TrashedAt == null && e.WithdrawnAt == null && !db.Publications.Any(p => p.EntryId == e.Id)),
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
        Submitted = e.SubmittedRevisionId,
        ScheduledAt = e.ScheduledAt,
        Published = db.Publications.Where(p => p.EntryId == e.Id).Select(p => (Guid?)p.RevisionId).FirstOrDefault(),
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

        public Guid? Submitted { get; init; }

        public DateTime? ScheduledAt { get; init; }

        public DateTime? WithdrawnAt { get; init; }

        public DateTime? TrashedAt { get; init; }

        public EntryState State => new EntryStanding(Latest, Published, Submitted, ScheduledAt, WithdrawnAt, TrashedAt).State;
    }
}
