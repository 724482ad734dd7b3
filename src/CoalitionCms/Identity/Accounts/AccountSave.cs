using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>Links that accounts make, beside those to accounts: each feature ends its own.</summary>
internal interface IMadeLinks
{
    /// <summary>Ends those that an account made since then, in the transaction of the caller.</summary>
    Task EndAsync(Guid makerId, DateTime since, CancellationToken cancellationToken);
}

/// <summary>Saves changes to accounts that end sessions, and prevents the site from losing its last admin.</summary>
internal sealed class AccountSave(CmsDbContext db, IEnumerable<IMadeLinks> links)
{
    /// <summary>
    /// Saves the prepared changes, unless somebody else changed the account in the meantime, or gave it what it can have once.
    /// </summary>
    public Task<Result> SaveAsync(CancellationToken cancellationToken) =>
        db.SaveOrStaleAsync(AccountsErrors.ChangedMeanwhile, AccountsErrors.ChangedMeanwhile, cancellationToken);

    /// <summary>Ends what the account made since then and others can still open, or decide on.</summary>
    public async Task EndLinksAsync(Guid makerId, DateTime since, CancellationToken cancellationToken)
    {
        await db.Set<AccountLink>().Where(l => l.CreatedBy == makerId && l.UsedAt == null && l.CreatedAt >= since)
            .ExecuteDeleteAsync(cancellationToken);
        await db.Set<AdminRequest>().Where(r => r.RequestedBy == makerId && r.RequestedAt >= since).ExecuteDeleteAsync(cancellationToken);
        foreach (var kind in links)
        {
            await kind.EndAsync(makerId, since, cancellationToken);
        }
    }

    /// <summary>
    /// Saves the prepared changes and ends every session of the account, in one transaction. Security: and every link that it made; who
    /// had one of the sessions could have made them for later use.
    /// </summary>
    /// <param name="needsAdminLeft">True when the site may have lost its last admin, which is refused.</param>
    public async Task<Result> EndingSessionsAsync(
        Account account, CancellationToken cancellationToken, bool needsAdminLeft = false)
    {
        // A caller's transaction continues and is committed by the caller.
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        await db.Set<Session>().Where(s => s.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        await EndLinksAsync(account.Id, DateTime.UnixEpoch, cancellationToken);
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
