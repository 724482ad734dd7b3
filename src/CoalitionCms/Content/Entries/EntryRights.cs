using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>Access rules for entries: editors may edit all entries, members the articles that they created.</summary>
internal static class EntryRights
{
    /// <summary>True when the actor may see, save, publish or trash the entry.</summary>
    public static bool MayEdit(Actor actor, EntryKind kind, Guid? createdBy, bool isNew = false) =>
        actor.May(Permission.EditEverything)
        || (kind == EntryKind.Article && actor.May(Permission.WriteArticles)
        && (isNew || (createdBy is not null && createdBy == actor.AccountId)));

    /// <summary>The entries of which <see cref="MayEdit"/> is true.</summary>
    public static IQueryable<Entry> WhereEditable(this IQueryable<Entry> entries, Actor actor) => actor.May(Permission.EditEverything)
        ? entries
        : entries.Where(e => e.Kind == EntryKind.Article && e.CreatedBy == actor.AccountId);

    /// <summary>True when the actor may review the texts of others, approve them and send them back.</summary>
    public static bool MayReview(Actor actor) => actor.May(Permission.EditEverything);

    /// <summary>The entry, tracked for changes; null both when there is none and when the actor may not edit it.</summary>
    internal static async Task<Entry?> FindEditableAsync(this CmsDbContext db, Actor actor, Guid entryId,
        CancellationToken cancellationToken)
    {
        var entry = await db.Set<Entry>().SingleOrDefaultAsync(e => e.Id == entryId, cancellationToken);
        return entry is not null && MayEdit(actor, entry.Kind, entry.CreatedBy) ? entry : null;
    }

    /// <summary>Saves, or returns an error when somebody else saved first.</summary>
    internal static async Task<Result> SaveOrStaleAsync(this CmsDbContext db, CancellationToken cancellationToken)
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
