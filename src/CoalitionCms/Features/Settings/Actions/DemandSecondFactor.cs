using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Settings.Actions;

/// <summary>Sets who must use a second factor. Takes effect immediately, also for open sessions.</summary>
internal sealed class DemandSecondFactor(CmsDbContext db, ISafeguardRequests ask, AuditLog audit)
{
    /// <summary>Sets the requirement, or returns why it is refused.</summary>
    /// <returns>True when nothing was changed yet, because relaxing the requirement needs a second admin.</returns>
    public async Task<Result<bool>> RunAsync(Actor actor, SecondFactorDemand demand, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return new Error("Settings.NotAllowed");
        }

        if (!Enum.IsDefined(demand))
        {
            return new Error("Form.NotUnderstood", "Demand");
        }

        var settings = await db.Set<SiteSettings>().SingleOrDefaultAsync(cancellationToken);
        var before = (settings ?? new SiteSettings()).SecondFactor;
        if (before == demand)
        {
            return Result.Of(false);
        }

        var asked = demand < before
            ? await ask.RunAsync(actor, RelaxedSafeguard.SecondFactor, demand, cancellationToken) : Result.Of(false);
        if (!asked.IsDone)
        {
            return asked;
        }

        if (asked.Value)
        {
            await db.SaveChangesAsync(cancellationToken);
            return asked;
        }

        if (settings is null)
        {
            settings = new SiteSettings();
            db.Add(settings);
        }

        settings.Demand(demand);
        audit.Record(actor, AuditVerb.SecondFactorDemanded, "settings", "site", new { from = before, to = demand });
        return (await db.SaveOrStaleAsync(SettingsAdminQueries.Stale, cancellationToken)).With(asked.Value);
    }
}
