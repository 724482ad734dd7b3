using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>Creates ten new recovery codes that replace the old ones. Every session ends.</summary>
internal sealed class MakeRecoveryCodes(CmsDbContext db, AccountSave save, AuditLog audit)
{
    /// <summary>Creates the codes; they are available in plain text only here.</summary>
    public async Task<Result<FactorAdded>> RunAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken)
            is not { MayEnter: true } account)
        {
            return AccountsErrors.NotAllowed;
        }

        if (!account.HasFactor)
        {
            return AccountsErrors.NoFactor;
        }

        var codes = SecondFactors.MakeCodes(account);
        audit.Record(actor, AuditVerb.AccountRecoveryCodesMade, AccountChecks.Kind, account.Id);
        account.EndSessions();
        return (await save.EndingSessionsAsync(account, cancellationToken)).With(new FactorAdded(account, codes));
    }
}
