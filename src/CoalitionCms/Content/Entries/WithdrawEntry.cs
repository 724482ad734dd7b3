using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Content.Actions;

/// <summary>Withdraws an entry from publication. Its revisions are kept; to visitors it looks like a page that never existed.</summary>
internal sealed class WithdrawEntry(CmsDbContext db, EntryLoader loader, Publisher publisher)
{
    /// <summary>Withdraws an entry, or returns the errors that prevent it. For an entry that is not public it does nothing.</summary>
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
