using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Data;

/// <summary>What a save answers when somebody else was faster.</summary>
internal static class SavingExtensions
{
    /// <summary>Saves; when a row was changed since it was read, saves nothing and answers <paramref name="onStale"/>.</summary>
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
    /// The same where a unique index decides too: <paramref name="onTaken"/> when another row has what must be there once.
    /// </summary>
    public static async Task<Result> SaveOrStaleAsync(
        this CmsDbContext db, Error onStale, Error onTaken, CancellationToken cancellationToken)
    {
        try
        {
            return await db.SaveOrStaleAsync(onStale, cancellationToken);
        }
        catch (DbUpdateException)
        {
            db.DiscardChanges();
            return Result.Failed(onTaken);
        }
    }

    /// <summary>
    /// Repeats work whose save collides with another writer's; each attempt reads anew what the other one left. The last attempt's
    /// exception passes.
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
