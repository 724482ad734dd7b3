using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Settings.Actions;

/// <summary>Relaxes a safeguard, after two admins have approved it.</summary>
internal sealed class RelaxSafeguard(CmsDbContext db, AuditLog audit)
{
    /// <summary>Relaxes the safeguard. A setting that was relaxed or set again meanwhile is left unchanged.</summary>
    internal async Task<Result> RunAsync(
        Actor actor, RelaxedSafeguard rule, SecondFactorDemand demand, CancellationToken cancellationToken)
    {
        var settings = await db.Set<SiteSettings>().SingleOrDefaultAsync(cancellationToken);
        if (rule == RelaxedSafeguard.ApprovalRule && settings is { NeedsApproval: true })
        {
            settings.Rule(needsApproval: false, settings.TrashDays, settings.KeepsOriginals);
            audit.Record(actor, AuditVerb.SettingsSaved, "settings", "site", new { settings.NeedsApproval });
        }
        else if (rule == RelaxedSafeguard.SecondFactor && demand < (settings ?? new SiteSettings()).SecondFactor)
        {
            if (settings is null)
            {
                settings = new SiteSettings();
                db.Add(settings);
            }

            audit.Record(actor, AuditVerb.SecondFactorDemanded, "settings", "site", new { from = settings.SecondFactor, to = demand });
            settings.Demand(demand);
        }

        return await db.SaveOrStaleAsync(SettingsAdminQueries.Stale, cancellationToken);
    }
}
