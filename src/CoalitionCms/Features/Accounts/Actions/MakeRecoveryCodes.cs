using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Accounts.Actions;

/// <summary>Makes ten new recovery codes in place of the old ones. Every session ends.</summary>
public sealed class MakeRecoveryCodes(CmsDbContext db, AccountSave save, SecondFactors factors, AuditLog audit)
{
    /// <summary>Makes them; they are known here and never again.</summary>
    public async Task<Outcome<FactorAdded>> RunAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (await db.Users.SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken) is not { DisabledAt: null } account)
        {
            return AccountsRefusals.NotAllowed;
        }

        if (!(await factors.OfAsync(account.Id, cancellationToken)).HasAny)
        {
            return AccountsRefusals.NoFactor;
        }

        var codes = await factors.MakeCodesAsync(account.Id, cancellationToken);
        audit.Record(actor, AuditVerb.AccountRecoveryCodesMade, AccountChecks.Kind, account.Id);
        account.EndSessions();
        var saved = await save.EndingSessionsAsync(account, needsAdminLeft: false, cancellationToken);
        return saved.IsDone ? Outcome.Of(new FactorAdded(account, codes)) : Outcome.Refused<FactorAdded>(saved.Refusals);
    }
}
