using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Features.Media;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Publishing;

/// <summary>
/// Brings one revision before the public: the checks, the four eyes, the copy. Every way to publish goes through it: the button, the list, the
/// scheduler, the emergency.
/// </summary>
public sealed class Publisher(
    CmsDbContext db, AuditLog audit, TimeProvider clock, CmsOptions options, IEnumerable<FactKeeper> keepers, PublishingChecklist checklist, FourEyes fourEyes)
{
    /// <summary>What stands against publishing a revision now; <paramref name="despite"/> are the warnings that somebody confirmed, from <see cref="PublishingChecklist.ToConfirm"/>.</summary>
    public async Task<IReadOnlyList<Refusal>> RefusalsAsync(Entry entry, Revision revision, string despite, CancellationToken cancellationToken)
    {
        if (entry.TrashedAt is not null)
        {
            return [PublishingRefusals.InTrash];
        }

        var refusals = PublishingRefusals.Check(revision.Text, entry.Kind, isAutosave: false).ToList();
        if (entry.Kind is EntryKind.Article or EntryKind.Page && revision.Body.Length == 0)
        {
            refusals.Add(PublishingRefusals.BodyMissing);
        }

        if (await SlugIsTakenAsync(entry, revision, cancellationToken))
        {
            refusals.Add(PublishingRefusals.SlugTaken(revision.Slug + "-2"));
        }

        var lines = await checklist.RunAsync(
            new(entry.Id, entry.SubjectId, entry.Kind, Language.Find(entry.Language)!, revision.Text, await FactsOfAsync(entry, revision, cancellationToken)), cancellationToken);
        refusals.AddRange(lines.Where(l => l.Weight == CheckWeight.Blocks).Select(l => new Refusal(l.Key, "", l.Arguments)));
        if (PublishingChecklist.ToConfirm(lines) is { Length: > 0 } wanted && !string.Equals(wanted, despite, StringComparison.Ordinal))
        {
            refusals.Add(PublishingRefusals.ConfirmFirst);
        }

        return refusals;
    }

    /// <summary>What the four-eyes rule says against it, if anything.</summary>
    public Task<Refusal?> ApprovalRefusalAsync(Revision revision, CancellationToken cancellationToken) => fourEyes.RefusalAsync(revision, cancellationToken);

    /// <summary>Copies the revision live, with its facts for all languages, and saves.</summary>
    public async Task<Outcome> ShowAsync(Actor actor, Entry entry, Revision revision, string verb, CancellationToken cancellationToken)
    {
        var keeper = keepers.Single(k => k.Kind == entry.Kind);
        var live = await keeper.ReadAsync(db, entry.SubjectId, cancellationToken);
        if (revision.ChangesFacts && live.Version != revision.FactsVersion)
        {
            return Outcome.Refused(PublishingRefusals.FactsChanged);
        }

        var facts = await FactsOfAsync(entry, revision, cancellationToken);
        var placement = facts == live.Json ? live.Placement : await keeper.WriteAsync(db, entry.SubjectId, facts, cancellationToken);
        if (facts != live.Json && !revision.ChangesFacts)
        {
            await HoldFactsAsync(entry, live, cancellationToken);
        }

        var siblings = await db.Publications.Include(p => p.Tags).Where(p => p.SubjectId == entry.SubjectId).ToListAsync(cancellationToken);
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
        Originals.Settle(siblings, await db.Entries.Where(e => e.SubjectId == entry.SubjectId && e.IsOriginal).Select(e => e.Id).FirstOrDefaultAsync(cancellationToken));
        foreach (var sibling in siblings)
        {
            await MediaUses.SettleAsync(db, sibling.EntryId, isPublic: true, sibling.Body + facts, cancellationToken);
        }

        await KeepFactsAsync(entry, facts, cancellationToken);
        audit.Record(actor, verb, entry.Kind.ToString(), entry.Id, new { language = entry.Language, revision = revision.Number, revision.Hash, subject = entry.SubjectId, facts = FactsJson.HashOf(facts) });
        db.Changes(PageTag.Subject(entry.SubjectId), PageTag.List(entry.Kind));
        if (entry.Kind == EntryKind.Page)
        {
            db.Changes(PageTag.Site);
        }

        return await SaveAsync(entry, revision, cancellationToken);
    }

    private async Task<Outcome> SaveAsync(Entry entry, Revision revision, CancellationToken cancellationToken)
    {
        var isFirst = db.ChangeTracker.Entries<Publication>().Any(p => p.State == EntityState.Added);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Outcome.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.Forget();
            return Outcome.Refused(PublishingRefusals.Stale);
        }
        catch (DbUpdateException)
        {
            // Two at the same moment: the unique index decides, and the other one is told.
            db.Forget();
            if (await SlugIsTakenAsync(entry, revision, cancellationToken))
            {
                return Outcome.Refused(PublishingRefusals.SlugTaken(revision.Slug + "-2"));
            }

            // Or it is the same entry: another process, or another person, published it first.
            if (isFirst && await db.Publications.AnyAsync(p => p.EntryId == entry.Id, cancellationToken))
            {
                return Outcome.Refused(PublishingRefusals.Stale);
            }

            throw;
        }
    }

    // Security: while nothing of the thing is public, every draft's facts are live as soon as they are saved; readers get those that were looked at.
    private async Task<string> FactsOfAsync(Entry entry, Revision revision, CancellationToken cancellationToken) =>
        revision.ChangesFacts || !await db.Publications.AnyAsync(p => p.SubjectId == entry.SubjectId, cancellationToken)
            ? revision.Facts
            : (await keepers.Single(k => k.Kind == entry.Kind).ReadAsync(db, entry.SubjectId, cancellationToken)).Json;

    private async Task KeepFactsAsync(Entry entry, string facts, CancellationToken cancellationToken)
    {
        if (await db.PublishedFacts.FindAsync([entry.SubjectId], cancellationToken) is not { } kept)
        {
            kept = new PublishedFacts { SubjectId = entry.SubjectId, Kind = entry.Kind };
            db.Add(kept);
        }

        kept.Keep(facts);
    }

    /// <summary>Drafts whose facts were live until now keep them, as a change that waits for publishing.</summary>
    private async Task HoldFactsAsync(Entry entry, LiveFacts live, CancellationToken cancellationToken)
    {
        var drafts = await db.Entries.Where(e => e.SubjectId == entry.SubjectId)
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
