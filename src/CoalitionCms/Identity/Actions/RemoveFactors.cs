using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>
/// Takes away all second factors of somebody who lost them; the password is then enough, or a new factor is demanded. Every session ends.
/// </summary>
public sealed class RemoveFactors(CmsDbContext db, AccountSave save, AuditLog audit)
{
    /// <summary>Takes them away, or says what stands in the way.</summary>
    public async Task<Result> RunAsync(Actor actor, Guid accountId, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return Result.Failed(AccountsErrors.NotAllowed);
        }

        if (await db.Users.SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken) is not { } account)
        {
            return Result.Failed(AccountsErrors.NoSuchAccount);
        }

        db.RemoveRange(db.UserPasskeys.Where(p => p.UserId == accountId));
        db.RemoveRange(db.AuthenticatorApps.Where(a => a.AccountId == accountId));
        db.RemoveRange(db.RecoveryCodes.Where(c => c.AccountId == accountId));
        account.EndSessions();
        audit.Record(actor, AuditVerb.AccountFactorsRemoved, AccountChecks.Kind, account.Id);
        return await save.EndingSessionsAndLinksAsync(account, needsAdminLeft: false, cancellationToken);
    }
}
