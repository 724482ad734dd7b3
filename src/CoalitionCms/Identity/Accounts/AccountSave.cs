using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>Saves changes to accounts that end sessions, and prevents the site from losing its last admin.</summary>
internal sealed class AccountSave(CmsDbContext db)
{
    /// <summary>Saves the prepared changes, unless somebody else changed the account in the meantime.</summary>
    public Task<Result> SaveAsync(CancellationToken cancellationToken) =>
        db.SaveOrStaleAsync(AccountsErrors.ChangedMeanwhile, cancellationToken);

    public Task EndLinksAsync(Guid makerId, CancellationToken cancellationToken) =>
        db.Set<AccountLink>().Where(l => l.CreatedBy == makerId && l.UsedAt == null).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Saves the prepared changes and ends every session of the account, in one transaction.</summary>
    /// <param name="linksToo">
    /// True to end the invitations and reset links that the account created. Security: the previous user could have created them for later
    /// use.
    /// </param>
    /// <param name="needsAdminLeft">True when the site may have lost its last admin, which is refused.</param>
    public async Task<Result> EndingSessionsAsync(
        Account account, CancellationToken cancellationToken, bool linksToo = false, bool needsAdminLeft = false)
    {
        // A caller's transaction continues and is committed by the caller.
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        await db.Set<Session>().Where(s => s.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        if (linksToo)
        {
            await EndLinksAsync(account.Id, cancellationToken);
        }

        if (await SaveAsync(cancellationToken) is { IsDone: false } refused)
        {
            return refused;
        }

        // Security: checked after the save, which holds the lock of the audit chain: of two admins who demote each other at once, one is
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
