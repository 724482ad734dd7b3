using CoalitionCms.Data.Audit;
using CoalitionCms.Data;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>A second admin's word on whether somebody becomes an admin, or a rule is loosened.</summary>
public sealed class DecideOnAdmin(
    CmsDbContext db, AdminGrants grants, ChangeRole changeRole, InviteAccount invite, RelaxSafeguard loosen, AuditLog audit,
    TimeProvider clock)
{
    /// <returns>The invitation's link, when it is one and was approved; else null.</returns>
    public async Task<Result<Granted>> RunAsync(Actor actor, Guid requestId, bool approve, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return AccountsErrors.NotAllowed;
        }

        var since = clock.NowToMillisecond() - AdminRequest.Patience;
        if (await db.Set<AdminRequest>().AsNoTracking()
            .SingleOrDefaultAsync(r => r.Id == requestId && r.RequestedAt > since, cancellationToken) is not { } request)
        {
            return AccountsErrors.RequestGone;
        }

        // Security: four eyes are two people; who asked may take it back, and who it is about has no say.
        if (approve && (request.RequestedBy == actor.AccountId || request.AccountId == actor.AccountId))
        {
            return AccountsErrors.OwnRequest;
        }

        // Security: nor is a second person who was let in, or whose password was reset, by whoever asked.
        if (approve && await grants.IsFreshAsync(actor, cancellationToken))
        {
            return AccountsErrors.FreshAdmin;
        }

        // Security: a wish of somebody who is no admin any more counts for nothing.
        if (approve && !await db.Set<Account>().AnyAsync(
            a => a.Id == request.RequestedBy && a.Role == Role.Admin && a.DisabledAt == null, cancellationToken))
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
            ? await invite.MakeAsync(actor, Role.Admin, request.Note, cancellationToken) : null;
        var done = !approve ? Result.Done
            : request.Rule is { } rule ? await loosen.RunAsync(actor, rule, request.Demand, cancellationToken)
            : request.AccountId is { } accountId ? await changeRole.GiveAsync(actor, accountId, Role.Admin, cancellationToken)
            : Result.Done;
        if (!done.IsDone)
        {
            return Result.Failed<Granted>(done.Errors);
        }

        await transaction.CommitAsync(cancellationToken);
        return Result.Of(new Granted(link, request.Rule is not null));
    }

    private void Record(Actor actor, AdminRequest request, bool approve)
    {
        var details = new { request = request.Id, by = request.RequestedBy };
        if (request.Rule is { } rule)
        {
            audit.Record(actor, approve ? AuditVerb.RelaxationApproved : AuditVerb.RelaxationRefused, "settings", "site",
                new { details.request, details.by, rule });
            return;
        }

        audit.Record(actor, approve ? AuditVerb.AdminApproved : AuditVerb.AdminRefused, AccountChecks.Kind, request.AccountId
            ?? request.Id, details);
    }

    /// <param name="Link">The invitation to hand over; null when there is none.</param>
    /// <param name="IsRule">True when it was about a rule.</param>
    public sealed record Granted(OneTimeLink? Link, bool IsRule);
}
