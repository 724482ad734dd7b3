using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>Saves that handle concurrent changes by other users.</summary>
internal static class SavingExtensions
{
    /// <summary>Saves; if a row was changed since it was read, saves nothing and returns <paramref name="onStale"/>.</summary>
    public static async Task<Result> SaveOrStaleAsync(this CmsDbContext db, Error onStale, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.DiscardChanges();
            return Result.Failed(onStale);
        }
    }

    /// <summary>
    /// The same, with a unique index: returns <paramref name="onTaken"/> if another row has a value that must be unique. A database that
    /// cannot save at all is told as such, see <see cref="DatabaseTrouble"/>.
    /// </summary>
    public static async Task<Result> SaveOrStaleAsync(
        this CmsDbContext db, Error onStale, Error onTaken, CancellationToken cancellationToken)
    {
        try
        {
            return await db.SaveOrStaleAsync(onStale, cancellationToken);
        }
        catch (DbUpdateException refused) when (DatabaseTrouble.Of(refused) is null)
        {
            db.DiscardChanges();
            return Result.Failed(onTaken);
        }
    }

    /// <summary>
    /// Runs work in a transaction during which nobody else saves anything that is logged: what it reads is still true when it saves. For
    /// decisions that depend on rows other than those that they change.
    /// </summary>
    public static async Task<T> AloneAsync<T>(this CmsDbContext db, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;

        // Every logged save locks this row, in every process.
        await db.AuditHeads.ExecuteUpdateAsync(set => set.SetProperty(h => h.Number, h => h.Number), cancellationToken);
        var result = await work();
        if (own is not null)
        {
            await own.CommitAsync(cancellationToken);
        }

        return result;
    }

    /// <summary>
    /// Retries work whose save conflicts with another writer's; each attempt reads the current data again. The exception of the last
    /// attempt is not caught.
    /// </summary>
    public static async Task<T> RetryAsync<T>(this CmsDbContext db, int attempts, Func<Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (DbUpdateException) when (attempt < attempts)
            {
                db.DiscardChanges();
            }
        }
    }
}
