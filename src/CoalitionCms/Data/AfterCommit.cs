using CoalitionCms.Data.Audit;
using System.Data.Common;
using CoalitionCms.Caching;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CoalitionCms.Data;

/// <summary>What the saves of one transaction changed for readers, and the entries of the log that they wrote.</summary>
internal sealed record SavedChanges(Guid TransactionId)
{
    public HashSet<string> Tags { get; } = new(StringComparer.Ordinal);
    public List<AuditEntry> Entries { get; } = [];
}

/// <summary>
/// The one place where a change is told: to other processes inside the outermost transaction, whose server sends it at commit; to this
/// process after the commit, and not at all when there is none. Caches, mails and whatever else follows from a change hang on it.
/// </summary>
internal sealed class AfterCommit(CacheInvalidation invalidation, CommittedEntries committed) : DbTransactionInterceptor
{
    public override InterceptionResult TransactionCommitting(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result) =>
        Changes(eventData) is null ? result : throw new NotSupportedException("Commit with CommitAsync, which tells what was changed.");

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (Changes(eventData) is { } changes)
        {
            await ((CmsDbContext)eventData.Context!).TellOtherProcessesAsync(changes, cancellationToken);
        }

        return result;
    }

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (Changes(eventData) is { } changes)
        {
            // Security: not a moment earlier. A page made before the commit shows what was, and is kept by nobody who hears of it now.
            invalidation.Raise(changes.Tags);
            committed.Raise(changes.Entries);
        }

        return Task.CompletedTask;
    }

    public override Task TransactionFailedAsync(
        DbTransaction transaction, TransactionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        // Security: whether a commit went through whose answer was lost is unknown; to forget a page too many harms nobody.
        if (eventData.Action == "Commit" && Changes(eventData) is { } changes)
        {
            invalidation.Raise(changes.Tags);
        }

        return Task.CompletedTask;
    }

    private static SavedChanges? Changes(TransactionEventData eventData) =>
        (eventData.Context as CmsDbContext)?.SavedIn(eventData.TransactionId);

    private static SavedChanges? Changes(TransactionErrorEventData eventData) =>
        (eventData.Context as CmsDbContext)?.SavedIn(eventData.TransactionId);
}
