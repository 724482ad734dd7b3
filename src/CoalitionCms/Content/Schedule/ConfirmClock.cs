using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Content.Actions;

/// <summary>
/// Confirms that the host's clock is right after a jump, so that scheduled texts are published and the trash is purged again.
/// </summary>
internal sealed class ConfirmClock(CmsDbContext db, AuditLog audit)
{
    public async Task<Result> RunAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return Result.Failed(new Error("Settings.NotAllowed"));
        }

        if (await ClockJump.WaitingAsync(db, cancellationToken) is not null)
        {
            audit.Record(actor, AuditVerb.ClockConfirmed, ClockJump.Object, ClockJump.Object);
            await db.SaveChangesAsync(cancellationToken);
        }

        return Result.Done;
    }
}
