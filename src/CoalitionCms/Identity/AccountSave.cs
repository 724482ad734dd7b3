using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>Saves changes to accounts that end sessions, and keeps the site from losing its last admin.</summary>
public sealed class AccountSave(CmsDbContext db)
{
    /// <summary>Saves what is prepared and ends every session of the account, both or neither.</summary>
    public Task<Result> EndingSessionsAsync(Account account, bool needsAdminLeft, CancellationToken cancellationToken) =>
        EndingAsync(account, needsAdminLeft, linksToo: false, cancellationToken);

    /// <summary>
    /// The same where the account is no longer what it was: the invitations and reset links that it made end too. Security: whoever had it
    /// before could have made them for later.
    /// </summary>
    public Task<Result> EndingSessionsAndLinksAsync(Account account, bool needsAdminLeft, CancellationToken cancellationToken) =>
        EndingAsync(account, needsAdminLeft, linksToo: true, cancellationToken);

    /// <summary>Saves what is prepared, unless somebody else changed the account meanwhile.</summary>
    public Task<Result> SaveAsync(CancellationToken cancellationToken) =>
        db.SaveOrStaleAsync(AccountsErrors.ChangedMeanwhile, cancellationToken);

    private async Task<Result> EndingAsync(
        Account account, bool needsAdminLeft, bool linksToo, CancellationToken cancellationToken)
    {
        // A caller's transaction goes on and is committed there.
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        await db.Set<Session>().Where(s => s.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        if (linksToo)
        {
            await db.Set<AccountLink>().Where(l => l.CreatedBy == account.Id && l.UsedAt == null).ExecuteDeleteAsync(cancellationToken);
        }

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
}
