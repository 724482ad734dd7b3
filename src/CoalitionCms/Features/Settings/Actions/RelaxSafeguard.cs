using CoalitionCms.Data.Audit;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Settings.Actions;

/// <summary>Loosens a rule, after two admins agreed on it.</summary>
public sealed class RelaxSafeguard(CmsDbContext db, AuditLog audit)
{
    /// <summary>Does it. What became looser or was set anew meanwhile stays as it is.</summary>
    internal async Task<Result> RunAsync(
        Actor actor, RelaxedSafeguard rule, SecondFactorDemand demand, CancellationToken cancellationToken)
    {
        var settings = await db.Set<SiteSettings>().SingleOrDefaultAsync(cancellationToken);
        if (rule == RelaxedSafeguard.ApprovalRule && settings is { NeedsApproval: true })
        {
            settings.Rule(needsApproval: false, settings.TrashDays, settings.KeepsOriginals);
            audit.Record(actor, AuditVerb.SettingsSaved, "settings", "site", new { settings.NeedsApproval });
        }
        else if (rule == RelaxedSafeguard.SecondFactor && settings is not null && demand < settings.SecondFactor)
        {
            audit.Record(actor, AuditVerb.SecondFactorDemanded, "settings", "site", new { from = settings.SecondFactor, to = demand });
            settings.Demand(demand);
        }

        return await db.SaveOrStaleAsync(SettingsAdminQueries.Stale, cancellationToken);
    }
}
