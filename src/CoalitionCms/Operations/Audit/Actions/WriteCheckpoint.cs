using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Audit.Actions;

/// <summary>
/// Writes an entry with the current head of the log, once a day or after a thousand entries: the log can later be pruned at these entries.
/// </summary>
internal sealed class WriteCheckpoint(CmsDbContext db, AuditLog audit, TimeProvider clock)
{
    private const int Lines = 1_000;
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);

    /// <summary>Writes a checkpoint if one is due, and returns whether it did.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var head = await db.AuditHeads.AsNoTracking().SingleAsync(cancellationToken);
        var last = await db.AuditEntries.AsNoTracking()
            .Where(e => e.ObjectId == AuditMark.Checkpoint && e.Verb == AuditVerb.AuditCheckpoint)
            .OrderByDescending(e => e.Number).Select(e => new { e.Number, e.AtUtc }).FirstOrDefaultAsync(cancellationToken);
        var first = last ?? await db.AuditEntries.AsNoTracking().OrderBy(e => e.Number).Select(e => new { Number = e.Number - 1, e.AtUtc })
            .FirstOrDefaultAsync(cancellationToken);
        if (first is null || head.Number == first.Number)
        {
            return false;
        }

        var count = head.Number - first.Number;
        if (count < Lines && clock.NowToMillisecond() - first.AtUtc < Age)
        {
            return false;
        }

        audit.Record(Actor.System, AuditVerb.AuditCheckpoint, AuditMark.Kind, AuditMark.Checkpoint, new { head.Number, head.Hash, count });
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
