using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>
/// Requests the approval of a second admin for relaxing a rule, or for a change that takes two. Where there is only one admin, that admin
/// decides alone; so does the host's command line.
/// </summary>
internal sealed class RequestRelaxation(CmsDbContext db, AdminGrants grants, AuditLog audit, TimeProvider clock) : ISafeguardRequests
{
    public async Task<Result<bool>> RunAsync(
        Actor actor, RelaxedSafeguard rule, SecondFactorDemand demand, CancellationToken cancellationToken)
    {
        var needed = await NeedSecondAsync(actor, cancellationToken);
        if (needed is { IsDone: true, Value: true })
        {
            await AddAsync(actor, rule, Guid.Empty, demand, proposal: "", cancellationToken);
        }

        return needed;
    }

    public async Task<Result<bool>> ForChangeAsync(
        Actor actor, RelaxedSafeguard rule, Guid subject, string proposal, CancellationToken cancellationToken)
    {
        if (!await db.Set<SiteSettings>().AnyAsync(s => s.NeedsApproval, cancellationToken))
        {
            return Result.Of(false);
        }

        var needed = await NeedSecondAsync(actor, cancellationToken);
        if (needed is { IsDone: true, Value: true })
        {
            await AddAsync(actor, rule, subject, SecondFactorDemand.Nobody, proposal, cancellationToken);
        }

        return needed;
    }

    private async Task<Result<bool>> NeedSecondAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.AccountId is null)
        {
            return Result.Of(false);
        }

        // Security: otherwise a stolen session could first disable the other admins, and then be the only one.
        return await grants.HasSecondAsync(actor, cancellationToken) ? Result.Of(true)
            : await grants.IsAloneSinceLatelyAsync(cancellationToken) ? AccountsErrors.AloneSinceLately : Result.Of(false);
    }

    private async Task AddAsync(
        Actor actor, RelaxedSafeguard rule, Guid subject, SecondFactorDemand demand, string proposal, CancellationToken cancellationToken)
    {
        db.RemoveRange(await db.Set<AdminRequest>().Where(r => r.Rule == rule && r.Subject == subject).ToListAsync(cancellationToken));
        var row = new AdminRequest
        {
            Id = Guid.CreateVersion7(),
            Rule = rule,
            Subject = subject,
            Demand = demand,
            Proposal = proposal,
            RequestedBy = actor.AccountId!.Value,
            RequestedAt = clock.NowToMillisecond()
        };
        db.Add(row.AsMade());
        if (proposal.Length == 0)
        {
            audit.Record(actor, AuditVerb.RelaxationAsked, "settings", "site", new { request = row.Id, rule, demand });
        }
        else
        {
            audit.Record(actor, AuditVerb.ChangeAsked, "settings", "site", new { request = row.Id, rule, subject });
        }
    }
}
