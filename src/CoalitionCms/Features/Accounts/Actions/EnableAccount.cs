using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Accounts.Actions;

/// <summary>Lets a disabled account in again, with the password it had.</summary>
public sealed class EnableAccount(CmsDbContext db, AccountSave save, AuditLog audit)
{
    /// <summary>Enables, or says what stands in the way.</summary>
    public async Task<Outcome> RunAsync(Actor actor, Guid accountId, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return Outcome.Refused(AccountsRefusals.NotAllowed);
        }

        var account = await db.Users.SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken);
        if (account is null)
        {
            return Outcome.Refused(AccountsRefusals.NoSuchAccount);
        }

        if (account.DisabledAt is null)
        {
            return Outcome.Done;
        }

        account.Enable();
        audit.Record(actor, AuditVerb.AccountEnabled, AccountChecks.Kind, account.Id);
        return await save.SaveAsync(cancellationToken);
    }
}
