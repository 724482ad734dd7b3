using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>Moves an entry to the trash, and restores it. Every revision is kept.</summary>
internal sealed class TrashEntry(CmsDbContext db, AuditLog audit, TimeProvider clock)
{
    /// <summary>
    /// Moves an entry to the trash. A public entry must be withdrawn first, so that nothing disappears from the site by mistake.
    /// </summary>
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

    /// <summary>
    /// Restores an entry from the trash as a draft. If its slug is in use by then, the next save or publication is refused.
    /// </summary>
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
