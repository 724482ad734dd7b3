using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Accounts.Actions;

/// <summary>Signs out: here, or wherever the account is signed in.</summary>
public sealed class EndSession(CmsDbContext db, AccountSave save, AuditLog audit)
{
    /// <summary>Records the sign-out; the session store takes the session away.</summary>
    public Task<Outcome> RunAsync(Actor actor, CancellationToken cancellationToken)
    {
        audit.Record(actor, AuditVerb.SignedOut, AccountChecks.Kind, actor.Id);
        return save.SaveAsync(cancellationToken);
    }

    /// <summary>Ends every session of one's own account, the one in use too.</summary>
    public async Task<Outcome> EverywhereAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (await db.Users.SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken) is not { } account)
        {
            return Outcome.Refused(AccountsRefusals.NotAllowed);
        }

        account.EndSessions();
        audit.Record(actor, AuditVerb.SignedOut, AccountChecks.Kind, account.Id, new { everywhere = true });
        return await save.EndingSessionsAsync(account, needsAdminLeft: false, cancellationToken);
    }
}
