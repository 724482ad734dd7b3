using CoalitionCms.Data.Audit;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Audit.Actions;

/// <summary>
/// Writes a line that names where the log stands, once a day or after a thousand lines: places where the log may later be cut.
/// </summary>
public sealed class WriteCheckpoint(CmsDbContext db, AuditLog audit, TimeProvider clock)
{
    private const int Lines = 1_000;
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);

    /// <summary>Writes one if it is due, and answers whether it was.</summary>
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
