using CoalitionCms.Data.Audit;
using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Identity;

/// <summary>
/// Bounds how fast strangers can make the audit log grow: twenty lines a minute, and the next line says how many were left out.
/// </summary>
public sealed class RefusedSignInPace(TimeProvider clock)
{
    private const int LinesAMinute = 20;
    private readonly Lock gate = new();
    private DateTimeOffset minute;
    private int lines;
    private int leftOut;

    /// <summary>How many were left out before this line; null when this one is left out too.</summary>
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
            return Interlocked.Exchange(ref leftOut, 0);
        }
    }
}

/// <summary>Writes refused sign-ins to the log: which account if there is one, why, never what was typed.</summary>
public sealed class RefusedSignIns(CmsDbContext db, AuditLog audit, RefusedSignInPace pace)
{
    /// <summary>Records one, or only counts it when there are too many.</summary>
    public async Task RecordAsync(Guid? accountId, string why, CancellationToken cancellationToken)
    {
        if (pace.NextLine() is { } leftOut)
        {
            db.DiscardChanges();
            audit.Record(Actor.Visitor, AuditVerb.SignInRefused, "account", accountId?.ToString("D") ?? "unknown", new { why, leftOut });
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
