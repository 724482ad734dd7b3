using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Accounts.Actions;

/// <summary>A second admin's word on whether somebody becomes an admin.</summary>
public sealed class DecideOnAdmin(CmsDbContext db, ChangeRole changeRole, InviteAccount invite, AuditLog audit, TimeProvider clock)
{
    /// <summary>Says yes or no.</summary>
    /// <returns>The invitation's link, when it is one and was approved; else null.</returns>
    public async Task<Outcome<Granted>> RunAsync(Actor actor, Guid requestId, bool approve, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return AccountsRefusals.NotAllowed;
        }

        var since = clock.NowToMillisecond() - AdminRequest.Patience;
        if (await db.AdminRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == requestId && r.RequestedAt > since, cancellationToken) is not { } request)
        {
            return AccountsRefusals.RequestGone;
        }

        // Security: four eyes are two people; who asked may take it back, and who it is about has no say.
        if (approve && (request.RequestedBy == actor.AccountId || request.AccountId == actor.AccountId))
        {
            return AccountsRefusals.OwnRequest;
        }

        // Security: a wish of somebody who is no admin any more counts for nothing.
        if (approve && !await db.Users.AnyAsync(a => a.Id == request.RequestedBy && a.Role == Role.Admin && a.DisabledAt == null, cancellationToken))
        {
            return AccountsRefusals.RequestGone;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.AdminRequests.Where(r => r.Id == requestId).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return AccountsRefusals.RequestGone;
        }

        var verb = approve ? AuditVerb.AdminApproved : AuditVerb.AdminRefused;
        audit.Record(actor, verb, AccountChecks.Kind, request.AccountId ?? request.Id, new { request = request.Id, by = request.RequestedBy });
        if (!approve)
        {
            await db.SaveChangesAsync(cancellationToken);
        }

        var link = approve && request.AccountId is null ? await invite.MakeAsync(actor, Role.Admin, request.Note, cancellationToken) : null;
        if (approve && request.AccountId is { } accountId && await changeRole.GiveAsync(actor, accountId, Role.Admin, cancellationToken) is { IsDone: false } refused)
        {
            return Outcome.Refused<Granted>(refused.Refusals);
        }

        await transaction.CommitAsync(cancellationToken);
        return Outcome.Of(new Granted(link));
    }

    /// <summary>What came of it.</summary>
    /// <param name="Link">The invitation to hand over; null when there is none.</param>
    public sealed record Granted(OneTimeLink? Link);
}
