using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Settings.Actions;

/// <summary>Turns read-only mode on or off.</summary>
internal sealed class SwitchReadingOnly(CmsDbContext db, AuditLog audit, CmsOptions options, TimeProvider clock, SnapshotOnly snapshots)
{
    /// <summary>Turns read-only mode on or off. Does nothing if it already has this state.</summary>
    public Task<Result> RunAsync(Actor actor, bool on, CancellationToken cancellationToken) =>
        RunAsync(actor, on, snapshot: false, cancellationToken);

    /// <summary>The same; with <paramref name="snapshot"/>, readers get the last copy of the site and nothing else.</summary>
    public async Task<Result> RunAsync(Actor actor, bool on, bool snapshot, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return Result.Failed(new Error("Settings.NotAllowed"));
        }

        if (!on && options.ReadOnly)
        {
            return Result.Failed(new Error("ReadingOnly.Held"));
        }

        var wasSnapshot = snapshots.IsOn;
        if (wasSnapshot != (on && snapshot))
        {
            snapshots.Turn(on && snapshot);
        }

        var row = await db.Set<ReadingOnlySwitch>().SingleOrDefaultAsync(cancellationToken);
        if (row?.OnSince is not null == on)
        {
            if (wasSnapshot != (on && snapshot))
            {
                Record();
                await db.SaveChangesAsync(cancellationToken);
            }

            return Result.Done;
        }

        if (row is null)
        {
            row = new ReadingOnlySwitch();
            db.Add(row);
        }

        row.Turn(on, clock.NowToMillisecond());
        Record();
        await db.SaveChangesAsync(cancellationToken);
        return Result.Done;

        void Record() => audit.Record(
            actor, on ? AuditVerb.ReadingOnlyOn : AuditVerb.ReadingOnlyOff, "settings", on && snapshot ? "snapshot-only" : "reading-only");
    }
}
