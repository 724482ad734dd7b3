using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

internal sealed class DisableAccount(CmsDbContext db, AccountSave save, AuditLog audit, TimeProvider clock)
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

        if (account.DisabledAt is not null && account.IsAsMade)
        {
            return Result.Done;
        }

        // A reset link that the person already has must not remain valid; one of their own making ends with their sessions.
        db.RemoveRange(await db.Set<AccountLink>().Where(l => l.AccountId == accountId && l.CreatedBy != accountId && l.UsedAt == null)
            .ToListAsync(cancellationToken));
        account.Disable(clock.NowToMillisecond());
        audit.Record(actor, AuditVerb.AccountDisabled, AccountChecks.Kind, account.Id);
        return await save.EndingSessionsAsync(
            account, cancellationToken, needsAdminLeft: account.Role == Role.Admin);
    }
}
