using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>
/// Publishes the entries that are due, including those that became due while the program was not running. Several processes may run it at
/// once: one of them publishes.
/// </summary>
internal sealed class PublishDue(CmsDbContext db, AuditLog audit, TimeProvider clock, EntryLoader loader, Publisher publisher,
    ILogger<PublishDue> log)
{
    private const int MostAtOnce = 50;

    /// <summary>Publishes all entries that are due, the earliest first.</summary>
    /// <returns>When the next entry is due; null when nothing is scheduled.</returns>
    public async Task<DateTime?> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.NowToMillisecond();
        var due = await db.Set<Entry>().AsNoTracking().Where(e => e.ScheduledAt != null && e.ScheduledAt <= now)
            .OrderBy(e => e.ScheduledAt).Take(MostAtOnce).Select(e => e.Id).ToListAsync(cancellationToken);
        foreach (var entryId in due)
        {
            try
            {
                await PublishAsync(entryId, now, cancellationToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // An entry that cannot be published must not block those after it.
                log.LogError("Entry {Entry} could not be published on time. {Type}", entryId, problem.GetType().Name);
            }

            db.DiscardChanges();
        }

        return await db.Set<Entry>().Where(e => e.ScheduledAt != null).MinAsync(e => e.ScheduledAt, cancellationToken);
    }

    private async Task PublishAsync(Guid entryId, DateTime now, CancellationToken cancellationToken)
    {
        var loaded = await loader.LoadAsync(entryId, null, 0, cancellationToken);
        if (loaded.Entry is not { ScheduledRevisionId: { } revisionId } entry || entry.ScheduledAt > now)
        {
            return;
        }

        // Much may have changed since: a consent withdrawn, an approval revoked, an address taken, newer facts published.
        var text = await db.Set<TextRevision>().SingleAsync(r => r.Id == revisionId, cancellationToken);
        var facts =
            await db.Set<FactsRevision>().SingleAsync(f => f.ItemId == entry.ItemId && f.Number == entry.ScheduledFactsNumber,
                cancellationToken);
        var approved = facts;
        if (loaded.PublicFacts is { } shown && shown.Number > facts.Number)
        {
            facts = shown;
        }

        var errors = await publisher.ErrorsAsync(Actor.System, loaded, text, facts, entry.ScheduledDespite, cancellationToken);
        var error = errors.Count > 0 ? errors[0] : await publisher.ApprovalErrorAsync(text, approved, cancellationToken);
        if (error is null)
        {
            var result = await publisher.PublishAsync(Actor.System, loaded, text, facts, AuditVerb.EntryPublishedOnTime, cancellationToken);
            error = result.IsDone ? null : result.Errors[0];
        }

        if (error is not null && error != ContentErrors.Stale)
        {
            await GiveUpAsync(entryId, text, facts, error, cancellationToken);
        }
    }

    /// <summary>Does not retry an entry that cannot be published: its author is informed in the editor and on the dashboard.</summary>
    private async Task GiveUpAsync(Guid entryId, TextRevision revision, FactsRevision facts, Error error,
        CancellationToken cancellationToken)
    {
        db.DiscardChanges();
        var entry = await db.Set<Entry>().SingleAsync(e => e.Id == entryId, cancellationToken);
        entry.Unschedule();
        db.Add(new ReviewStep(Guid.CreateVersion7(), revision, facts, ReviewStepKind.NotPublished, error.Key, by: null,
            clock.NowToMillisecond()));
        audit.Record(Actor.System, AuditVerb.EntryNotPublished, entry.Kind.ToString(), entryId,
            new { revision = revision.Number, reason = error.Key });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another process, or the author, has already changed the entry.
            db.DiscardChanges();
        }
    }
}
