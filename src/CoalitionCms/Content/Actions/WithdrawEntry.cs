using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Content.Actions;

/// <summary>Takes an entry back from the public. Its revisions stay; from outside it looks like a page that never was.</summary>
public sealed class WithdrawEntry(CmsDbContext db, EntryLoader loader, Publisher publisher)
{
    /// <summary>Withdraws, or says what prevents it. Withdrawing what is not public does nothing.</summary>
    public async Task<Result> RunAsync(Actor actor, Guid entryId, CancellationToken cancellationToken)
    {
        if (await loader.FindAsync(actor, entryId, cancellationToken) is not { } loaded)
        {
            return Result.Failed(ContentErrors.NoSuchEntry);
        }

        if (loaded.Publication is null)
        {
            return Result.Done;
        }

        await publisher.WithdrawAsync(actor, loaded, cancellationToken);
        return await db.SaveOrStaleAsync(cancellationToken);
    }
}
