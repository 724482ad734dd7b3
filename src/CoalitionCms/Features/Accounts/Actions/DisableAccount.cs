using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Accounts.Actions;

/// <summary>Shuts an account out at once. Nothing that the person wrote is touched.</summary>
public sealed class DisableAccount(CmsDbContext db, AccountSave save, AuditLog audit, TimeProvider clock)
{
    /// <summary>Disables, or says what stands in the way.</summary>
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

        if (account.DisabledAt is not null)
        {
            return Outcome.Done;
        }

        // A reset link in the person's hands must not outlive this.
        db.RemoveRange(await db.AccountLinks.Where(l => l.AccountId == accountId && l.UsedAt == null).ToListAsync(cancellationToken));
        account.Disable(clock.NowToMillisecond());
        audit.Record(actor, AuditVerb.AccountDisabled, AccountChecks.Kind, account.Id);
        return await save.EndingSessionsAsync(account, needsAdminLeft: account.Role == Role.Admin, cancellationToken);
    }
}
