using CoalitionCms.Data.Audit;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>Puts an entry into the trash, and takes it out again. Every revision stays.</summary>
public sealed class TrashEntry(CmsDbContext db, AuditLog audit, TimeProvider clock)
{
    /// <summary>Moves to the trash. What is public must be withdrawn first, so that nothing vanishes from the site by a slip.</summary>
    public async Task<Result> RunAsync(Actor actor, Guid entryId, CancellationToken cancellationToken)
    {
        if (await db.FindEditableAsync(actor, entryId, cancellationToken) is not { } entry)
        {
            return Result.Failed(ContentErrors.NoSuchEntry);
        }

        if (await db.Set<Publication>().AnyAsync(p => p.EntryId == entryId, cancellationToken))
        {
            return Result.Failed(ContentErrors.StillPublic);
        }

        if (entry.TrashedAt is null)
        {
            entry.Trash(clock.NowToMillisecond());
            audit.Record(actor, AuditVerb.EntryTrashed, entry.Kind.ToString(), entry.Id);
            return await db.SaveOrStaleAsync(cancellationToken);
        }

        return Result.Done;
    }

    /// <summary>Takes out of the trash, as a draft. A slug taken meanwhile is refused when the entry is next saved or published.</summary>
    public async Task<Result> UndoAsync(Actor actor, Guid entryId, CancellationToken cancellationToken)
    {
        if (await db.FindEditableAsync(actor, entryId, cancellationToken) is not { } entry)
        {
            return Result.Failed(ContentErrors.NoSuchEntry);
        }

        if (entry.TrashedAt is not null)
        {
            entry.Restore();
            audit.Record(actor, AuditVerb.EntryRestored, entry.Kind.ToString(), entry.Id);
            return await db.SaveOrStaleAsync(cancellationToken);
        }

        return Result.Done;
    }
}
