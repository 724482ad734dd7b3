using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Publishing.Actions;

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

            db.Forget();
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
        var refusals = await publisher.RefusalsAsync(entry, revision, entry.ScheduledDespite, cancellationToken);
        var refusal = refusals.Count > 0 ? refusals[0] : await publisher.ApprovalRefusalAsync(revision, cancellationToken);
        if (refusal is null)
        {
            var outcome = await publisher.ShowAsync(Actor.System, entry, revision, AuditVerb.EntryPublishedOnTime, cancellationToken);
            refusal = outcome.IsDone ? null : outcome.Refusals[0];
        }

        if (refusal is not null && refusal != PublishingRefusals.Stale)
        {
            await GiveUpAsync(entryId, revision, refusal, cancellationToken);
        }
    }

    /// <summary>What cannot be published is not tried for ever: its author is told, in the editor and on the dashboard.</summary>
    private async Task GiveUpAsync(Guid entryId, Revision revision, Refusal refusal, CancellationToken cancellationToken)
    {
        db.Forget();
        var entry = await db.Entries.SingleAsync(e => e.Id == entryId, cancellationToken);
        entry.Unschedule();
        db.Add(new ReviewStep(Guid.CreateVersion7(), revision, ReviewStepKind.NotPublished, refusal.Key, by: null, clock.NowToMillisecond()));
        audit.Record(Actor.System, AuditVerb.EntryNotPublished, entry.Kind.ToString(), entryId, new { revision = revision.Number, reason = refusal.Key });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another process, or its author, was there first.
            db.Forget();
        }
    }
}
