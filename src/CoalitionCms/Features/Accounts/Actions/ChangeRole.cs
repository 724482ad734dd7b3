using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Accounts.Actions;

/// <summary>Gives an account another role. Its sessions end, so that no page of the old role stays open.</summary>
public sealed class ChangeRole(CmsDbContext db, AccountSave save, AdminGrants grants, AuditLog audit)
{
    /// <summary>Changes the role, or says what stands in the way.</summary>
    public async Task<Outcome> RunAsync(Actor actor, Guid accountId, Role role, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return Outcome.Refused(AccountsRefusals.NotAllowed);
        }

        if (!Enum.IsDefined(role))
        {
            return Outcome.Refused(AccountsRefusals.RoleUnknown);
        }

        // Security: also where a page forgot to ask.
        return await grants.NeedSecondAsync(actor, role, cancellationToken)
            ? Outcome.Refused(AccountsRefusals.SecondAdminNeeded)
            : await GiveAsync(actor, accountId, role, cancellationToken);
    }

    /// <summary>The part that a second admin's approval shares.</summary>
    internal async Task<Outcome> GiveAsync(Actor actor, Guid accountId, Role role, CancellationToken cancellationToken)
    {
        var account = await db.Users.SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken);
        if (account is null)
        {
            return Outcome.Refused(AccountsRefusals.NoSuchAccount);
        }

        var before = account.Role;
        if (before == role)
        {
            return Outcome.Done;
        }

        account.Become(role);
        audit.Record(actor, AuditVerb.AccountRoleChanged, AccountChecks.Kind, account.Id, new { from = before, to = role });
        return await save.EndingSessionsAsync(account, needsAdminLeft: before == Role.Admin, cancellationToken);
    }
}
