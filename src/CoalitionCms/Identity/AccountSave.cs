using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>Saves changes to accounts that end sessions, and keeps the site from losing its last admin.</summary>
public sealed class AccountSave(CmsDbContext db)
{
    /// <summary>Saves what is prepared and ends every session of the account, both or neither.</summary>
    public async Task<Result> EndingSessionsAsync(Account account, bool needsAdminLeft, CancellationToken cancellationToken)
    {
        // A caller's transaction goes on and is committed there.
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        await db.Set<Session>().Where(s => s.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        if (await SaveAsync(cancellationToken) is { IsDone: false } refused)
        {
            return refused;
        }

        // Security: asked after the save, which holds the lock of the audit chain: of two admins who demote each other at once, one is
        // refused.
        if (needsAdminLeft && !await db.Set<Account>().AnyAsync(a => a.Role == Role.Admin && a.DisabledAt == null, cancellationToken))
        {
            db.DiscardChanges();
            return Result.Failed(AccountsErrors.LastAdmin);
        }

        if (own is not null)
        {
            await own.CommitAsync(cancellationToken);
        }

        return Result.Done;
    }

    /// <summary>Saves what is prepared, unless somebody else changed the account meanwhile.</summary>
    public Task<Result> SaveAsync(CancellationToken cancellationToken) =>
        db.SaveOrStaleAsync(AccountsErrors.ChangedMeanwhile, cancellationToken);
}
