using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>Signs out: here, or wherever the account is signed in.</summary>
public sealed class EndSession(CmsDbContext db, AccountSave save, AuditLog audit)
{
    /// <summary>Records the sign-out; the session store takes the session away.</summary>
    public Task<Result> RunAsync(Actor actor, CancellationToken cancellationToken)
    {
        audit.Record(actor, AuditVerb.SignedOut, AccountChecks.Kind, actor.Id);
        return save.SaveAsync(cancellationToken);
    }

    /// <summary>Ends every session of one's own account, the one in use too.</summary>
    public async Task<Result> EverywhereAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (await db.Users.SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken) is not { } account)
        {
            return Result.Failed(AccountsErrors.NotAllowed);
        }

        account.EndSessions();
        audit.Record(actor, AuditVerb.SignedOut, AccountChecks.Kind, account.Id, new { everywhere = true });
        return await save.EndingSessionsAsync(account, needsAdminLeft: false, cancellationToken);
    }
}
