using CoalitionCms.Data.Audit;
using CoalitionCms.Data;
using CoalitionCms.Features.Settings;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>
/// Requests the approval of a second admin for relaxing a rule. Where there is only one admin, that admin decides alone; so does the host's
/// command line.
/// </summary>
internal sealed class RequestRelaxation(CmsDbContext db, AdminGrants grants, AuditLog audit, TimeProvider clock) : ISafeguardRequests
{
    public async Task<Result<bool>> RunAsync(
        Actor actor, RelaxedSafeguard rule, SecondFactorDemand demand, CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } by)
        {
            return Result.Of(false);
        }

        if (!await grants.HasSecondAsync(actor, cancellationToken))
        {
            // Security: otherwise a stolen session could first disable the other admins, and then be the only one.
            return await grants.IsAloneSinceLatelyAsync(cancellationToken) ? AccountsErrors.AloneSinceLately : Result.Of(false);
        }

        db.RemoveRange(await db.Set<AdminRequest>().Where(r => r.Rule == rule).ToListAsync(cancellationToken));
        var row = new AdminRequest
        {
            Id = Guid.CreateVersion7(),
            Rule = rule,
            Demand = demand,
            RequestedBy = by,
            RequestedAt = clock.NowToMillisecond()
        };
        db.Add(row);
        audit.Record(actor, AuditVerb.RelaxationAsked, "settings", "site", new { request = row.Id, rule, demand });
        return Result.Of(true);
    }
}
