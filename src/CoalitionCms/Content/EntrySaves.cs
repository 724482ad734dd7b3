using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>How actions on one entry begin and end.</summary>
internal static class EntrySaves
{
    /// <summary>The entry, to be changed; null when there is none or the actor may not edit it, which look alike.</summary>
    public static async Task<Entry?> FindEditableAsync(this CmsDbContext db, Actor actor, Guid entryId, CancellationToken cancellationToken)
    {
        var entry = await db.Entries.SingleOrDefaultAsync(e => e.Id == entryId, cancellationToken);
        return entry is not null && EntryRights.MayEdit(actor, entry.Kind, entry.CreatedBy) ? entry : null;
    }

    /// <summary>Saves, or says that somebody else was faster.</summary>
    public static async Task<Result> SaveOrStaleAsync(this CmsDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.DiscardChanges();
            return Result.Failed(ContentErrors.Stale);
        }
    }
}
