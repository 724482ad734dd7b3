using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>Gives an account another role. Its sessions end, so that no page of the old role stays open.</summary>
internal sealed class ChangeRole(CmsDbContext db, AccountSave save, AdminGrants grants, AuditLog audit)
{
    public async Task<Result> RunAsync(Actor actor, Guid accountId, Role role, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return Result.Failed(AccountsErrors.NotAllowed);
        }

        if (!Enum.IsDefined(role))
        {
            return Result.Failed(AccountsErrors.RoleUnknown);
        }

        // Security: checked here too, in case a page does not check it.
        return await grants.NeedSecondAsync(actor, role, cancellationToken)
            ? Result.Failed(AccountsErrors.SecondAdminNeeded)
            : await GiveAsync(actor, accountId, role, cancellationToken);
    }

    /// <summary>The part that is shared with the approval by a second admin.</summary>
    internal async Task<Result> GiveAsync(Actor actor, Guid accountId, Role role, CancellationToken cancellationToken)
    {
        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken);
        if (account is null)
        {
            return Result.Failed(AccountsErrors.NoSuchAccount);
        }

        var before = account.Role;
        if (before == role && account.IsAsMade)
        {
            return Result.Done;
        }

        account.Become(role);
        audit.Record(actor, AuditVerb.AccountRoleChanged, AccountChecks.Kind, account.Id, new { from = before, to = role });
        return await save.EndingSessionsAsync(
            account, cancellationToken, needsAdminLeft: before == Role.Admin);
    }
}
