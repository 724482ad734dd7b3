using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Publishing.Actions;

/// <summary>Copies the newest revision of an entry live: its words, and its facts for all languages.</summary>
public sealed class PublishEntry(CmsDbContext db, AuditLog audit, TimeProvider clock, CmsOptions options, IEnumerable<FactKeeper> keepers)
{
    /// <summary>Which revision to publish.</summary>
    /// <param name="EntryId">The entry.</param>
    /// <param name="Version">The entry's version that the editor saw; what was saved after it is not published unseen.</param>
    public sealed record Input(Guid EntryId, long Version);

    /// <summary>Publishes, or says what stands in the way.</summary>
    public async Task<Outcome> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        var entry = await db.Entries.SingleOrDefaultAsync(e => e.Id == input.EntryId, cancellationToken);
        if (entry is null || !EntryRights.MayEdit(actor, entry.Kind, entry.CreatedBy))
        {
            return Outcome.Refused(PublishingRefusals.NoSuchEntry);
        }

        if (entry.TrashedAt is not null)
        {
            return Outcome.Refused(PublishingRefusals.InTrash);
        }

        if (entry.Version != input.Version)
        {
            return Outcome.Refused(PublishingRefusals.Stale);
        }

        var revision = await db.Revisions.SingleAsync(r => r.Id == entry.LatestRevisionId, cancellationToken);
        var siblings = await db.Publications.Include(p => p.Tags).Where(p => p.SubjectId == entry.SubjectId).ToListAsync(cancellationToken);
        var publication = siblings.Find(p => p.EntryId == entry.Id);
        if (await RefusalOfAsync(entry, revision, cancellationToken) is { } refusal)
        {
            return Outcome.Refused(refusal);
        }

        var keeper = keepers.Single(k => k.Kind == entry.Kind);
        var live = await keeper.ReadAsync(db, entry.SubjectId, cancellationToken);
        if (revision.ChangesFacts && live.Version != revision.FactsVersion)
        {
            return Outcome.Refused(PublishingRefusals.FactsChanged);
        }

        var placement = revision.ChangesFacts
            ? await keeper.WriteAsync(db, entry.SubjectId, revision.Facts, cancellationToken)
            : live.Placement;
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

        await db.OldPaths.Where(p => p.Kind == entry.Kind && p.Language == entry.Language && p.Slug == revision.Slug).ForEachAsync(p => db.Remove(p), cancellationToken);
        foreach (var sibling in siblings)
        {
            var place = placement ?? new Placement(sibling.FirstPublishedAt, Clock.DayIn(sibling.FirstPublishedAt, options.Zone));
            sibling.Resort(place.SortAt, place.ShownOn);
        }

        publication.Show(revision, publication.SortAt, publication.ShownOn, now);
        entry.Publish();
        Originals.Settle(siblings, await db.Entries.Where(e => e.SubjectId == entry.SubjectId && e.IsOriginal).Select(e => e.Id).FirstOrDefaultAsync(cancellationToken));

        audit.Record(actor, AuditVerb.EntryPublished, entry.Kind.ToString(), entry.Id, new { language = entry.Language, revision = revision.Number, revision.Hash });
        db.Changes(PageTag.Subject(entry.SubjectId), PageTag.List(entry.Kind));
        if (entry.Kind == EntryKind.Page)
        {
            db.Changes(PageTag.Site);
        }

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

            throw;
        }
    }

    private async Task<Refusal?> RefusalOfAsync(Entry entry, Revision revision, CancellationToken cancellationToken)
    {
        if (entry.Kind is EntryKind.Article or EntryKind.Page && revision.Body.Length == 0)
        {
            return PublishingRefusals.BodyMissing;
        }

        return await SlugIsTakenAsync(entry, revision, cancellationToken) ? PublishingRefusals.SlugTaken(revision.Slug + "-2") : null;
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
