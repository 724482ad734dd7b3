using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>
/// Restores an older text of an entry, or older facts of its item, as a new revision. No revision in between is lost, nothing becomes
/// public, and restoring one does not restore the other.
/// </summary>
internal sealed class RestoreRevision(CmsDbContext db, EntryLoader loader, SaveEntry saveEntry)
{
    /// <summary>
    /// Restores the text of revision <paramref name="number"/>; <paramref name="version"/> is the version of the entry that the user saw.
    /// </summary>
    public async Task<Result<SaveEntry.Saved>> RunAsync(Actor actor, Guid entryId, long version, long number,
        CancellationToken cancellationToken)
    {
        if (await loader.FindAsync(actor, entryId, cancellationToken) is not { } loaded
            || await db.Set<TextRevision>().AsNoTracking()
            .SingleOrDefaultAsync(r => r.EntryId == entryId && r.Number == number, cancellationToken) is not { } revision)
        {
            return ContentErrors.NoSuchEntry;
        }

        return await SaveAsync(actor, loaded, revision.Text, version, facts: null, loaded.Facts!.Number, number, cancellationToken);
    }

    /// <summary>
    /// Restores facts <paramref name="number"/> of the entry's item; <paramref name="factsVersion"/> is the version that the user saw.
    /// </summary>
    public async Task<Result<SaveEntry.Saved>> RunForFactsAsync(Actor actor, Guid entryId, long factsVersion, long number,
        CancellationToken cancellationToken)
    {
        if (await loader.FindAsync(actor, entryId, cancellationToken) is not { } loaded
            || await db.Set<FactsRevision>().AsNoTracking()
            .SingleOrDefaultAsync(f => f.ItemId == loaded.Item!.Id && f.Number == number, cancellationToken) is not { } facts)
        {
            return ContentErrors.NoSuchEntry;
        }

        return loaded.Facts!.Number != factsVersion
            ? ContentErrors.Stale
            : await SaveAsync(actor, loaded, loaded.Text!.Text, loaded.Entry!.Version, facts.Json, factsVersion, number, cancellationToken);
    }

    private Task<Result<SaveEntry.Saved>> SaveAsync(
        Actor actor, LoadedEntry loaded, EntryText text, long version, string? facts, long factsVersion, long number,
        CancellationToken cancellationToken)
    {
        var entry = loaded.Entry!;
        var input =
            new SaveEntry.Input(entry.Kind, entry.Id, entry.ItemId, Language.Find(entry.Language)!, text, version, facts, factsVersion)
            {
                Reason = RevisionReason.Restored,
                Note = number.ToString(CultureInfo.InvariantCulture),
            };
        return saveEntry.RunAsync(actor, input, SaveThen.Nothing, cancellationToken, loaded);
    }
}
