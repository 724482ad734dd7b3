using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Features.Media;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>
/// Brings one revision before the public: the checks, the four eyes, the copy. Every way to publish goes through it: the button, the list, the
/// scheduler, the emergency.
/// </summary>
public sealed class Publisher(
    CmsDbContext db, AuditLog audit, TimeProvider clock, CmsOptions options, IEnumerable<FactsStore> keepers, PublishingChecklist checklist, ApprovalRule fourEyes)
{
    /// <summary>What stands against publishing a revision now; <paramref name="despite"/> are the warnings that somebody confirmed, from <see cref="PublishingChecklist.ToConfirm"/>.</summary>
    public async Task<IReadOnlyList<Error>> ErrorsAsync(Entry entry, Revision revision, string despite, CancellationToken cancellationToken)
    {
        if (entry.TrashedAt is not null)
        {
            return [ContentErrors.InTrash];
        }

        var errors = ContentErrors.Check(revision.Text, entry.Kind, isAutosave: false).ToList();
        if (entry.Kind is EntryKind.Article or EntryKind.Page && revision.Body.Length == 0)
        {
            errors.Add(ContentErrors.BodyMissing);
        }

        if (await SlugIsTakenAsync(entry, revision, cancellationToken))
        {
            errors.Add(ContentErrors.SlugTaken(revision.Slug + "-2"));
        }

        var lines = await checklist.RunAsync(
            new(entry.Id, entry.ItemId, entry.Kind, Language.Find(entry.Language)!, revision.Text, await FactsOfAsync(entry, revision, cancellationToken)), cancellationToken);
        errors.AddRange(lines.Where(l => l.Weight == CheckWeight.Blocks).Select(l => new Error(l.Key, "", l.Arguments)));
        if (PublishingChecklist.ToConfirm(lines) is { Length: > 0 } wanted && !string.Equals(wanted, despite, StringComparison.Ordinal))
        {
            errors.Add(ContentErrors.ConfirmFirst);
        }

        return errors;
    }

    /// <summary>What the four-eyes rule says against it, if anything.</summary>
    public Task<Error?> ApprovalErrorAsync(Revision revision, CancellationToken cancellationToken) => fourEyes.ErrorAsync(revision, cancellationToken);

    /// <summary>Copies the revision live, with its facts for all languages, and saves.</summary>
    public async Task<Result> ShowAsync(Actor actor, Entry entry, Revision revision, string verb, CancellationToken cancellationToken)
    {
        var keeper = keepers.Single(k => k.Kind == entry.Kind);
        var live = await keeper.ReadAsync(db, entry.ItemId, cancellationToken);
        if (revision.ChangesFacts && live.Version != revision.FactsVersion)
        {
            return Result.Failed(ContentErrors.FactsChanged);
        }

        var facts = await FactsOfAsync(entry, revision, cancellationToken);
        var placement = facts == live.Json ? live.Placement : await keeper.WriteAsync(db, entry.ItemId, facts, cancellationToken);
        if (facts != live.Json && !revision.ChangesFacts)
        {
            await HoldFactsAsync(entry, live, cancellationToken);
        }

        var siblings = await db.Publications.Include(p => p.Tags).Where(p => p.ItemId == entry.ItemId).ToListAsync(cancellationToken);
        var publication = siblings.Find(p => p.EntryId == entry.Id);
        var now = clock.NowToMillisecond();
        if (publication is null)
        {
            publication = new Publication(entry, now);
            db.Add(publication);
            siblings.Add(publication);
        }
        else if (publication.Slug != revision.Slug)
        {
            await KeepOldPathAsync(publication, cancellationToken);
        }

        // An address in use is never an old one as well: no chain, no circle.
        await db.OldPaths.Where(p => p.Kind == entry.Kind && p.Language == entry.Language && p.Slug == revision.Slug).ForEachAsync(p => db.Remove(p), cancellationToken);
        foreach (var sibling in siblings)
        {
            var place = placement ?? new Placement(sibling.FirstPublishedAt, Clock.DayIn(sibling.FirstPublishedAt, options.Zone));
            sibling.Resort(place.SortAt, place.ShownOn);
        }

        publication.Show(revision, publication.SortAt, publication.ShownOn, now);
        entry.Publish(revision);
        FallbackLanguage.Settle(siblings, await db.Entries.Where(e => e.ItemId == entry.ItemId && e.IsOriginal).Select(e => e.Id).FirstOrDefaultAsync(cancellationToken));
        foreach (var sibling in siblings)
        {
            await MediaUses.SettleAsync(db, sibling.EntryId, isPublic: true, sibling.Body + facts, cancellationToken);
        }

        await KeepFactsAsync(entry, facts, cancellationToken);
        audit.Record(actor, verb, entry.Kind.ToString(), entry.Id, new { language = entry.Language, revision = revision.Number, revision.Hash, subject = entry.ItemId, facts = FactsJson.HashOf(facts) });
        db.Invalidate(CacheTag.Item(entry.ItemId), CacheTag.List(entry.Kind));
        if (entry.Kind == EntryKind.Page)
        {
            db.Invalidate(CacheTag.Site);
        }

        return await SaveAsync(entry, revision, cancellationToken);
    }

    private async Task<Result> SaveAsync(Entry entry, Revision revision, CancellationToken cancellationToken)
    {
        var isFirst = db.ChangeTracker.Entries<Publication>().Any(p => p.State == EntityState.Added);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.DiscardChanges();
            return Result.Failed(ContentErrors.Stale);
        }
        catch (DbUpdateException)
        {
            // Two at the same moment: the unique index decides, and the other one is told.
            db.DiscardChanges();
            if (await SlugIsTakenAsync(entry, revision, cancellationToken))
            {
                return Result.Failed(ContentErrors.SlugTaken(revision.Slug + "-2"));
            }

            // Or it is the same entry: another process, or another person, published it first.
            if (isFirst && await db.Publications.AnyAsync(p => p.EntryId == entry.Id, cancellationToken))
            {
                return Result.Failed(ContentErrors.Stale);
            }

            throw;
        }
    }

    // Security: while nothing of the thing is public, every draft's facts are live as soon as they are saved; readers get those that were looked at.
    private async Task<string> FactsOfAsync(Entry entry, Revision revision, CancellationToken cancellationToken) =>
        revision.ChangesFacts || !await db.Publications.AnyAsync(p => p.ItemId == entry.ItemId, cancellationToken)
            ? revision.Facts
            : (await keepers.Single(k => k.Kind == entry.Kind).ReadAsync(db, entry.ItemId, cancellationToken)).Json;

    private async Task KeepFactsAsync(Entry entry, string facts, CancellationToken cancellationToken)
    {
        if (await db.PublishedFacts.FindAsync([entry.ItemId], cancellationToken) is not { } kept)
        {
            kept = new PublishedFacts { ItemId = entry.ItemId, Kind = entry.Kind };
            db.Add(kept);
        }

        kept.Keep(facts);
    }

    /// <summary>Drafts whose facts were live until now keep them, as a change that waits for publishing.</summary>
    private async Task HoldFactsAsync(Entry entry, LiveFacts live, CancellationToken cancellationToken)
    {
        var drafts = await db.Entries.Where(e => e.ItemId == entry.ItemId)
            .Join(db.Revisions, e => e.LatestRevisionId, r => r.Id, (_, r) => r).Where(r => !r.ChangesFacts && r.Facts == live.Json).ToListAsync(cancellationToken);
        foreach (var draft in drafts)
        {
            draft.HoldFacts(live.Version + 1);
        }
    }

    private Task<bool> SlugIsTakenAsync(Entry entry, Revision revision, CancellationToken cancellationToken) => db.Publications.AnyAsync(
        p => p.Kind == entry.Kind && p.Language == entry.Language && p.Slug == revision.Slug && p.EntryId != entry.Id, cancellationToken);

    private async Task KeepOldPathAsync(Publication publication, CancellationToken cancellationToken)
    {
        // Old paths name the entry, not its next slug: however often it moves, a reader is sent on once.
        if (!await db.OldPaths.AnyAsync(p => p.Kind == publication.Kind && p.Language == publication.Language && p.Slug == publication.Slug, cancellationToken))
        {
            db.Add(new OldPath { Kind = publication.Kind, Language = publication.Language, Slug = publication.Slug, EntryId = publication.EntryId });
        }
    }
}
