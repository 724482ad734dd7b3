using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Settings.Actions;

/// <summary>Turns read-only mode on or off.</summary>
internal sealed class SwitchReadingOnly(CmsDbContext db, AuditLog audit, CmsOptions options, TimeProvider clock)
{
    /// <summary>Turns read-only mode on or off. Does nothing if it already has this state.</summary>
    public async Task<Result> RunAsync(Actor actor, bool on, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return Result.Failed(new Error("Settings.NotAllowed"));
        }

        if (!on && options.ReadOnly)
        {
            return Result.Failed(new Error("ReadingOnly.Held"));
        }

        var row = await db.Set<ReadingOnlySwitch>().SingleOrDefaultAsync(cancellationToken);
        if (row?.OnSince is not null == on)
        {
            return Result.Done;
        }

        if (row is null)
        {
            row = new ReadingOnlySwitch();
            db.Add(row);
        }

        row.Turn(on, clock.NowToMillisecond());
        audit.Record(actor, on ? AuditVerb.ReadingOnlyOn : AuditVerb.ReadingOnlyOff, "settings", "reading-only");
        await db.SaveChangesAsync(cancellationToken);
        return Result.Done;
    }
}
