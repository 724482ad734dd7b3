using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

internal sealed record RevisionRow(long Number, DateTime SavedAt, string SavedBy, RevisionReason Reason, string Note, bool IsPublic,
    bool IsApproved, int Length);

/// <summary>A page of an entry's history.</summary>
/// <param name="Lines">Newest first.</param>
/// <param name="OlderThan">Revision number that requests the next page; null on the last.</param>
internal sealed record RevisionPage(IReadOnlyList<RevisionRow> Lines, long? OlderThan);

/// <summary>A facts revision in the list of an item's history.</summary>
internal sealed record FactsRevisionRow(long Number, DateTime SavedAt, string SavedBy, RevisionReason Reason, string Note, bool IsPublic);

/// <summary>A comparison of two revisions.</summary>
/// <param name="Slug">Difference of the addresses.</param>
/// <param name="Body">Difference of the texts.</param>
internal sealed record RevisionComparison(
    RevisionRow Older,
    RevisionRow Newer,
    IReadOnlyList<Piece> Title,
    IReadOnlyList<Piece> Slug,
    IReadOnlyList<Piece> Summary,
    IReadOnlyList<Piece> Tags,
    IReadOnlyList<DiffParagraph> Body)
{
    public bool IsSame => Body.All(p => p.IsSame) && new[] { Title, Slug, Summary, Tags }.All(l => l.All(p => p.Kind == PieceKind.Same));
}

/// <summary>Queries on the history of an entry, for those who may edit or review it.</summary>
internal sealed class RevisionAdminQueries(CmsDbContext db, IEnumerable<FactsStore> stores)
{
    private const int PageSize = 30;
    private const int MostFacts = 50;

    /// <summary>A page of the history; null when there is no such entry for the actor.</summary>
    public async Task<RevisionPage?> ListAsync(Actor actor, Guid entryId, long? before, CancellationToken cancellationToken)
    {
        if (!await MaySeeAsync(actor, entryId, cancellationToken))
        {
            return null;
        }

        var below = before ?? long.MaxValue;
        var lines =
            await Lines(db.Set<TextRevision>().Where(r => r.EntryId == entryId && r.Number < below).OrderByDescending(r => r.Number)
            .Take(PageSize + 1)).ToListAsync(cancellationToken);
        return lines.Count <= PageSize ? new(lines, null) : new(lines[..PageSize], lines[PageSize - 1].Number);
    }

    /// <summary>
    /// The difference of two revisions, older first regardless of the order of the arguments; 0 stands for an empty text. Null when a
    /// revision does not exist for the actor.
    /// </summary>
    public async Task<RevisionComparison?> CompareAsync(Actor actor, Guid entryId, long one, long other,
        CancellationToken cancellationToken)
    {
        if (!await MaySeeAsync(actor, entryId, cancellationToken))
        {
            return null;
        }

        var (low, high) = (Math.Min(one, other), Math.Max(one, other));
        var both = await db.Set<TextRevision>().AsNoTracking().Where(r => r.EntryId == entryId && (r.Number == low || r.Number == high))
            .OrderBy(r => r.Number).ToListAsync(cancellationToken);
        if (both.Count == 0 || both[^1].Number != high || (low > 0 && both[0].Number != low))
        {
            return null;
        }

        var lines =
            await Lines(db.Set<TextRevision>().Where(r => r.EntryId == entryId && (r.Number == low || r.Number == high))
                .OrderBy(r => r.Number))
            .ToListAsync(cancellationToken);
        return Compare(lines[0], lines[^1], low > 0 ? both[0] : null, both[^1]);
    }

    /// <summary>The text of one revision; null when there is none for the actor.</summary>
    public async Task<EntryText?> TextAsync(Actor actor, Guid entryId, long number, CancellationToken cancellationToken) =>
        await MaySeeAsync(actor, entryId, cancellationToken)
        ? (await db.Set<TextRevision>().AsNoTracking()
        .SingleOrDefaultAsync(r => r.EntryId == entryId && r.Number == number, cancellationToken))?.Text
        : null;

    /// <summary>The text as it was at a time; null when there was none for the actor.</summary>
    public async Task<EntryText?> TextAtAsync(Actor actor, Guid entryId, DateTime at, CancellationToken cancellationToken) =>
        await MaySeeAsync(actor, entryId, cancellationToken)
        ? (await db.Set<TextRevision>().AsNoTracking().Where(r => r.EntryId == entryId && r.SavedAt <= at)
            .OrderByDescending(r => r.Number).FirstOrDefaultAsync(cancellationToken))?.Text
        : null;

    public Task<DateTime?> SavedAtAsync(Guid? revisionId, CancellationToken cancellationToken) =>
        db.Set<TextRevision>().Where(r => r.Id == revisionId).Select(r => (DateTime?)r.SavedAt).SingleOrDefaultAsync(cancellationToken);

    /// <summary>The newest facts of an entry's item, shared by all its languages; null when there is no such entry for the actor.</summary>
    public async Task<IReadOnlyList<FactsRevisionRow>?> ListFactsAsync(Actor actor, Guid entryId, CancellationToken cancellationToken) =>
        await MaySeeAsync(actor, entryId, cancellationToken)
            ? await FactsOf(entryId).OrderByDescending(f => f.Number).Take(MostFacts).Select(f => new FactsRevisionRow(
                f.Number,
                f.SavedAt,
                db.Set<Account>().Where(u => u.Id == f.SavedBy).Select(u => u.Name).FirstOrDefault() ?? "",
                f.Reason,
                f.Note,
                db.Set<Item>().Any(i => i.Id == f.ItemId && i.PublicFactsNumber == f.Number))).ToListAsync(cancellationToken)
            : null;

    /// <summary>
    /// The difference of two facts revisions of an entry's item, older first; 0 stands for no facts. Null when a revision does not exist
    /// for the actor.
    /// </summary>
    public async Task<IReadOnlyList<FactChange>?> CompareFactsAsync(Actor actor, Guid entryId, long one, long other,
        CancellationToken cancellationToken)
    {
        if (!await MaySeeAsync(actor, entryId, cancellationToken))
        {
            return null;
        }

        var (low, high) = (Math.Min(one, other), Math.Max(one, other));
        var both = await FactsOf(entryId).Where(f => f.Number == low || f.Number == high).OrderBy(f => f.Number)
            .ToListAsync(cancellationToken);
        if (both.Count == 0 || both[^1].Number != high || (low > 0 && both[0].Number != low))
        {
            return null;
        }

        var kind = await db.Set<Entry>().Where(e => e.Id == entryId).Select(e => e.Kind).SingleAsync(cancellationToken);
        return Changes(kind, low > 0 ? both[0].Json : null, both[^1].Json);
    }

    public async Task<FactsView> ViewAsync(Actor actor, EntryKind kind, IReadOnlyList<FactChange> changes,
        CancellationToken cancellationToken) =>
        new(changes, await TitlesAsync(actor, changes, cancellationToken), kind);

    /// <summary>The facts in which two JSON documents of a kind differ.</summary>
    public IReadOnlyList<FactChange> Changes(EntryKind kind, string? older, string newer) =>
        FactLines.Changes(stores.Single(s => s.Kind == kind).FactsType, older, newer);

    /// <summary>What readers would see change if the newer facts became public.</summary>
    public IReadOnlyList<FactChange> ChangesForReaders(EntryKind kind, string shown, string newer)
    {
        var store = stores.Single(s => s.Kind == kind);
        return FactLines.Changes(store.FactsType, store.ForReaders(shown), store.ForReaders(newer));
    }

    /// <summary>The titles of the items with these ids, for facts that refer to them.</summary>
    private async Task<IReadOnlyDictionary<string,
        string>> TitlesAsync(Actor actor, IEnumerable<FactChange> changes, CancellationToken cancellationToken)
    {
        var ids = changes.SelectMany(c => new[] { c.Older, c.Newer }).Select(v => Guid.TryParse(v, out var id) ? id : Guid.Empty)
            .Where(id => id != Guid.Empty).Distinct().ToList();

        // Security: for items that the actor may not edit, only the public title is returned.
        if (!actor.May(Permission.EditEverything))
        {
            return await db.Set<Publication>().AsNoTracking().Where(p => ids.Contains(p.ItemId) && p.IsOriginal)
                .ToDictionaryAsync(p => p.ItemId.ToString("D"), p => p.Title, StringComparer.Ordinal, cancellationToken);
        }

        return ids.Count == 0
            ? new Dictionary<string, string>()
            : await db.Set<Entry>().AsNoTracking().Where(e => ids.Contains(e.ItemId) && e.IsOriginal)
            .ToDictionaryAsync(e => e.ItemId.ToString("D"), e => e.Title, StringComparer.Ordinal, cancellationToken);
    }

    private IQueryable<FactsRevision> FactsOf(Guid entryId) =>
        db.Set<FactsRevision>().AsNoTracking()
        .Where(f => f.ItemId == db.Set<Entry>().Where(e => e.Id == entryId).Select(e => e.ItemId).FirstOrDefault());

    private static RevisionComparison Compare(RevisionRow olderLine, RevisionRow newerLine, TextRevision? older, TextRevision newer) => new(
        olderLine,
        newerLine,
        TextDifference.InLine(older?.Title ?? "", newer.Title),
        TextDifference.InLine(older?.Slug ?? "", newer.Slug),
        TextDifference.InLine(older?.Summary ?? "", newer.Summary),
        TextDifference.InLine(Tags(older), Tags(newer)),
        TextDifference.Of(older?.Body ?? "", newer.Body));

    private static string Tags(TextRevision? revision) => revision?.Tags.Replace("\n", " · ", StringComparison.Ordinal) ?? "";

    // Security: history and differences follow the same access rule as the editor.
    private async Task<bool> MaySeeAsync(Actor actor, Guid entryId, CancellationToken cancellationToken) =>
        await db.Set<Entry>().AsNoTracking().Where(e => e.Id == entryId).Select(e => new { e.Kind, e.CreatedBy })
            .SingleOrDefaultAsync(cancellationToken) is { } entry
        && EntryRights.MayEdit(actor, entry.Kind, entry.CreatedBy);

    private IQueryable<RevisionRow> Lines(IQueryable<TextRevision> revisions) => revisions.AsNoTracking().Select(r => new RevisionRow(
        r.Number,
        r.SavedAt,
        db.Set<Account>().Where(u => u.Id == r.SavedBy).Select(u => u.Name).FirstOrDefault() ?? "",
        r.Reason,
        r.Note,
        db.Set<Publication>().Any(p => p.RevisionId == r.Id),
        db.Set<ReviewStep>().Any(s => s.RevisionId == r.Id && s.Kind == ReviewStepKind.Approved && s.RevisionHash == r.Hash
            && !db.Set<ReviewStep>().Any(b => b.RevisionId == r.Id && b.Kind == ReviewStepKind.SentBack && b.At >= s.At)),
        r.Body.Length));
}
