using System.Data.Common;
using CoalitionCms.Caching;
using CoalitionCms.Data.Audit;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CoalitionCms.Data;

/// <summary>The cache tags changed by the saves of one transaction, and the log entries written by them.</summary>
internal sealed record SavedChanges(Guid TransactionId)
{
    public HashSet<string> Tags { get; } = new(StringComparer.Ordinal);
    public List<AuditEntry> Entries { get; } = [];
}

/// <summary>
/// The one place that announces changes: to other processes within the outermost transaction, whose server notifies them at commit; to this
/// process after the commit, and not at all on rollback. Caches, mails and all other consequences of a change depend on it.
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
            var db = (CmsDbContext)eventData.Context!;
            await ChangedTag.NoteAsync(db, changes.Tags, changes.Entries is [.., var last] ? last.Number : null, cancellationToken);
            await db.TellOtherProcessesAsync(changes, cancellationToken);
        }

        return result;
    }

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (Changes(eventData) is { } changes)
        {
            // Security: not before the commit. A page rendered earlier shows the old state, and every cache that receives this notification
            // drops it.
            invalidation.Raise(changes.Tags);
            committed.Raise(changes.Entries);
        }

        return Task.CompletedTask;
    }

    public override Task TransactionFailedAsync(
        DbTransaction transaction, TransactionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        // Security: if the response to a commit is lost, its outcome is unknown; invalidating too many pages does no harm.
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
