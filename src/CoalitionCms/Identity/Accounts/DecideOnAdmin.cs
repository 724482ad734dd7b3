using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Settings.Actions;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>A second admin's decision on whether somebody becomes an admin, a rule is relaxed, or a change is made.</summary>
internal sealed class DecideOnAdmin(
    CmsDbContext db, AdminGrants grants, ChangeRole changeRole, InviteAccount invite, RelaxSafeguard loosen,
    IEnumerable<IChangeByTwo> changes,
    AuditLog audit, TimeProvider clock)
{
    /// <returns>The invitation's link, when it is an invitation and was approved; otherwise null.</returns>
    public async Task<Result<Granted>> RunAsync(Actor actor, Guid requestId, bool approve, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return AccountsErrors.NotAllowed;
        }

        if (await db.Set<AdminRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == requestId, cancellationToken)
            is not { IsAsMade: true } request || !clock.IsWithin(AdminRequest.Patience, request.RequestedAt))
        {
            return AccountsErrors.RequestGone;
        }

        // Security: four eyes are two people; the requester may withdraw the request, and the person it is about may not approve it.
        if (approve && (request.RequestedBy == actor.AccountId || request.AccountId == actor.AccountId))
        {
            return AccountsErrors.OwnRequest;
        }

        // Security: an account that was admitted, or whose password was reset, by the requester is not a second person either.
        if (approve && await grants.IsFreshAsync(actor, cancellationToken))
        {
            return AccountsErrors.FreshAdmin;
        }

        // Security: a request of somebody who is no longer an admin is not valid.
        if (approve && await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.RequestedBy, cancellationToken)
            is not { Role: Role.Admin, MayEnter: true })
        {
            return AccountsErrors.RequestGone;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Set<AdminRequest>().Where(r => r.Id == requestId).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return AccountsErrors.RequestGone;
        }

        Record(actor, request, approve);
        if (!approve)
        {
            await db.SaveChangesAsync(cancellationToken);
        }

        var link = approve && request is { AccountId: null, Rule: null }
            ? await invite.MakeAsync(actor, Role.Admin, request.Note, request.Language, cancellationToken) : null;
        var done = !approve ? Result.Done
            : request.Proposal.Length > 0
                ? await changes.Single(c => c.Rule == request.Rule).MakeAsync(actor, request.Proposal, cancellationToken)
            : request.Rule is { } rule ? await loosen.RunAsync(actor, rule, request.Demand, cancellationToken)
            : request.AccountId is { } accountId ? await changeRole.GiveAsync(actor, accountId, Role.Admin, cancellationToken)
            : Result.Done;
        if (!done.IsDone)
        {
            return Result.Failed<Granted>(done.Errors);
        }

        await transaction.CommitAsync(cancellationToken);
        return Result.Of(new Granted(link, request.Rule is not null, request.Proposal.Length > 0));
    }

    private void Record(Actor actor, AdminRequest request, bool approve)
    {
        var details = new { request = request.Id, by = request.RequestedBy };
        if (request.Proposal.Length > 0)
        {
            audit.Record(actor, approve ? AuditVerb.ChangeApproved : AuditVerb.ChangeRefused, "settings", "site",
                new { details.request, details.by, rule = request.Rule, request.Subject });
            return;
        }

        if (request.Rule is { } rule)
        {
            audit.Record(actor, approve ? AuditVerb.RelaxationApproved : AuditVerb.RelaxationRefused, "settings", "site",
                new { details.request, details.by, rule });
            return;
        }

        audit.Record(actor, approve ? AuditVerb.AdminApproved : AuditVerb.AdminRefused, AccountChecks.Kind, request.AccountId
            ?? request.Id, details);
    }

    /// <param name="Link">The invitation to pass on; null when there is none.</param>
    /// <param name="IsRule">True when the request was about a rule.</param>
    /// <param name="IsChange">True when it was about a change of what readers trust.</param>
    public sealed record Granted(OneTimeLink? Link, bool IsRule, bool IsChange);
}
