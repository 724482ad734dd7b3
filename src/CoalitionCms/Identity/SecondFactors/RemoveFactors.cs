using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>
/// Removes all second factors of a user who lost them; the password is then sufficient, or a new factor is required. Every session ends.
/// </summary>
internal sealed class RemoveFactors(CmsDbContext db, AccountSave save, AuditLog audit)
{
    public async Task<Result> RunAsync(Actor actor, Guid accountId, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return Result.Failed(AccountsErrors.NotAllowed);
        }

        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken) is not { } account)
        {
            return Result.Failed(AccountsErrors.NoSuchAccount);
        }

        db.RemoveRange(db.Set<IdentityUserPasskey<Guid>>().Where(p => p.UserId == accountId));
        db.RemoveRange(db.Set<AuthenticatorApp>().Where(a => a.AccountId == accountId));
        account.RemoveFactors();
        account.EndSessions();
        audit.Record(actor, AuditVerb.AccountFactorsRemoved, AccountChecks.Kind, account.Id);
        return await save.EndingSessionsAsync(account, cancellationToken);
    }
}
