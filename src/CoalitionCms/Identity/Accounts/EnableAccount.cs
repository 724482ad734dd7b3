using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

internal sealed class EnableAccount(CmsDbContext db, AccountSave save, AuditLog audit)
{
    public async Task<Result> RunAsync(Actor actor, Guid accountId, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return Result.Failed(AccountsErrors.NotAllowed);
        }

        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken);
        if (account is null)
        {
            return Result.Failed(AccountsErrors.NoSuchAccount);
        }

        if (account.MayEnter)
        {
            return Result.Done;
        }

        account.Enable();
        audit.Record(actor, AuditVerb.AccountEnabled, AccountChecks.Kind, account.Id);
        return await save.SaveAsync(cancellationToken);
    }
}
