using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Identity;

/// <summary>
/// Limits how fast strangers can make the audit log grow: twenty entries a minute, and the next entry states how many were left out.
/// </summary>
internal sealed class RefusedSignInPace(TimeProvider clock)
{
    private const int LinesAMinute = 20;
    private readonly Lock gate = new();
    private DateTimeOffset minute;
    private int lines;
    private int leftOut;

    /// <summary>Number of entries left out before this one; null when this one is left out too.</summary>
    public int? NextLine()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (now - minute >= TimeSpan.FromMinutes(1))
            {
                (minute, lines) = (now, 0);
            }

            if (lines >= LinesAMinute)
            {
                leftOut++;
                return null;
            }

            lines++;
            var before = leftOut;
            leftOut = 0;
            return before;
        }
    }
}

/// <summary>Records refused sign-ins in the log: the account if there is one, and the reason, never what was typed.</summary>
internal sealed class RefusedSignIns(CmsDbContext db, AuditLog audit, RefusedSignInPace pace)
{
    public async Task RecordAsync(Guid? accountId, string why, CancellationToken cancellationToken)
    {
        if (pace.NextLine() is { } leftOut)
        {
            db.DiscardChanges();
            audit.Record(Actor.Visitor, AuditVerb.SignInRefused, AccountChecks.Kind, accountId?.ToString("D") ?? "unknown",
                new { why, leftOut });
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
