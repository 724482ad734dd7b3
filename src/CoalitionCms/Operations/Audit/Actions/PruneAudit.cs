using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Integrity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Audit.Actions;

/// <summary>
/// Prunes old entries of the log, only at a checkpoint, so that the integrity of the rest can still be verified (FORMATS.md, "Where the log
/// begins").
/// </summary>
internal sealed class PruneAudit(
    CmsDbContext db, AuditLog audit, AuditVerification verification, RowVerification rows, IEnumerable<IRetainedAuditEntries> carriers,
    TimeProvider clock)
{
    /// <summary>The result: the last removed entry, the number of entries, and the checkpoint that proves the cut.</summary>
    public sealed record Pruned(ChainHead Last, long Lines, long Checkpoint);

    /// <summary>
    /// Removes entries older than the start of <paramref name="before"/> (UTC), as far as the newest checkpoint before that day allows.
    /// </summary>
    public async Task<Result<Pruned>> RunAsync(Actor actor, DateOnly before, CancellationToken cancellationToken)
    {
        // Security: no account may prune, whatever its role, only the owner of the host.
        if (actor != Actor.CommandLine)
        {
            return AuditErrors.OnlyHost;
        }

        var day = before.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        if (day > clock.NowToMillisecond())
        {
            return AuditErrors.InFuture;
        }

        // Security: a log that fails verification is evidence and is left unchanged.
        var report = await verification.RunAsync(noted: null, progress: null, cancellationToken);
        if (report.Break is { } broken)
        {
            return AuditErrors.Broken(broken.Number);
        }

        var checkpoint = await db.AuditEntries.AsNoTracking()
            .Where(e => e.ObjectId == AuditMark.Checkpoint && e.Verb == AuditVerb.AuditCheckpoint && e.AtUtc < day)
            .OrderByDescending(e => e.Number).FirstOrDefaultAsync(cancellationToken);
        if (checkpoint is null || AuditMark.Read(checkpoint.Details) is not { } last || last.Number <= report.Start.Number)
        {
            return AuditErrors.NoCheckpoint;
        }

        var pruned = new Pruned(last, last.Number - report.Start.Number, checkpoint.Number);
        await CutAsync(actor, before, report.Start, pruned, cancellationToken);
        return Result.Of(pruned);
    }

    private async Task CutAsync(Actor actor, DateOnly before, ChainHead start, Pruned pruned, CancellationToken cancellationToken)
    {
        var last = pruned.Last;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var carrier in carriers)
        {
            await foreach (var line in carrier.UpToAsync(last.Number, cancellationToken))
            {
                audit.Record(actor, AuditVerb.EntryRetained, line.ObjectKind, line.ObjectId,
                    new { line.Hash, item = line.Item, line.Facts });
            }
        }

        audit.Record(actor, AuditVerb.AuditPruned, AuditMark.Kind, AuditMark.Start,
            new
            {
                last.Number,
                last.Hash,
                lines = pruned.Lines,
                checkpoint = pruned.Checkpoint,
                before,
                rows = await rows.OfPrunedAsync(last.Number, cancellationToken),
            });
        await db.SaveChangesAsync(cancellationToken);

        // Since the save this transaction holds the lock of the log: a concurrent prune waits and then finds another start.
        var moved = await db.AuditStarts.Where(s => s.Number == start.Number && s.Hash == start.Hash)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Number, last.Number).SetProperty(s => s.Hash, last.Hash), cancellationToken);
        if (moved != 1)
        {
            throw new InvalidOperationException("The log was cut by somebody else at the same moment.");
        }

        await db.AuditEntries.Where(e => e.Number <= last.Number).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
