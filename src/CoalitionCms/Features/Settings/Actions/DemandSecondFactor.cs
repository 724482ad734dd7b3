using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Settings.Actions;

/// <summary>Sets of whom a second factor is demanded. It counts at once, also for sessions that are open.</summary>
public sealed class DemandSecondFactor(CmsDbContext db, AuditLog audit)
{
    /// <summary>Sets it, or says what stands in the way.</summary>
    public async Task<Outcome> RunAsync(Actor actor, SecondFactorDemand demand, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return Outcome.Refused(new Refusal("Settings.NotAllowed"));
        }

        if (!Enum.IsDefined(demand))
        {
            return Outcome.Refused(new Refusal("Form.NotUnderstood", "Demand"));
        }

        var settings = await db.Settings.SingleOrDefaultAsync(cancellationToken);
        if ((settings?.SecondFactor ?? SecondFactorDemand.Nobody) == demand)
        {
            return Outcome.Done;
        }

        if (settings is null)
        {
            settings = new SiteSettings();
            db.Add(settings);
        }

        var before = settings.SecondFactor;
        settings.Demand(demand);
        audit.Record(actor, AuditVerb.SecondFactorDemanded, "settings", "site", new { from = before, to = demand });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Outcome.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.Forget();
            return Outcome.Refused(SettingsDesk.Stale);
        }
    }
}
