using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>Publishes what is due, also what came due while the program was down. Several processes may run it at once: one of them wins.</summary>
public sealed class PublishDue(CmsDbContext db, AuditLog audit, TimeProvider clock, Publisher publisher, ILogger<PublishDue> log)
{
    private const int MostAtOnce = 50;

    /// <summary>Publishes all that is due, the earliest first.</summary>
    /// <returns>When the next is due; null when nothing is scheduled.</returns>
    public async Task<DateTime?> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.NowToMillisecond();
        var due = await db.Entries.AsNoTracking().Where(e => e.ScheduledAt != null && e.ScheduledAt <= now)
            .OrderBy(e => e.ScheduledAt).Take(MostAtOnce).Select(e => e.Id).ToListAsync(cancellationToken);
        foreach (var entryId in due)
        {
            try
            {
                await PublishAsync(entryId, now, cancellationToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // One text that cannot be published must not hold up those behind it.
                log.LogError("Entry {Entry} could not be published on time. {Type}", entryId, problem.GetType().Name);
            }

            db.DiscardChanges();
        }

        return await db.Entries.Where(e => e.ScheduledAt != null).MinAsync(e => e.ScheduledAt, cancellationToken);
    }

    private async Task PublishAsync(Guid entryId, DateTime now, CancellationToken cancellationToken)
    {
        var entry = await db.Entries.SingleOrDefaultAsync(e => e.Id == entryId && e.ScheduledAt <= now, cancellationToken);
        if (entry?.ScheduledRevisionId is not { } revisionId)
        {
            return;
        }

        // The world may have changed since: a consent withdrawn, an approval taken back, an address given away.
        var revision = await db.Revisions.SingleAsync(r => r.Id == revisionId, cancellationToken);
        var errors = await publisher.ErrorsAsync(entry, revision, entry.ScheduledDespite, cancellationToken);
        var error = errors.Count > 0 ? errors[0] : await publisher.ApprovalErrorAsync(revision, cancellationToken);
        if (error is null)
        {
            var result = await publisher.ShowAsync(Actor.System, entry, revision, AuditVerb.EntryPublishedOnTime, cancellationToken);
            error = result.IsDone ? null : result.Errors[0];
        }

        if (error is not null && error != ContentErrors.Stale)
        {
            await GiveUpAsync(entryId, revision, error, cancellationToken);
        }
    }

    /// <summary>What cannot be published is not tried for ever: its author is told, in the editor and on the dashboard.</summary>
    private async Task GiveUpAsync(Guid entryId, Revision revision, Error error, CancellationToken cancellationToken)
    {
        db.DiscardChanges();
        var entry = await db.Entries.SingleAsync(e => e.Id == entryId, cancellationToken);
        entry.Unschedule();
        db.Add(new ReviewStep(Guid.CreateVersion7(), revision, ReviewStepKind.NotPublished, error.Key, by: null, clock.NowToMillisecond()));
        audit.Record(Actor.System, AuditVerb.EntryNotPublished, entry.Kind.ToString(), entryId, new { revision = revision.Number, reason = error.Key });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another process, or its author, was there first.
            db.DiscardChanges();
        }
    }
}
