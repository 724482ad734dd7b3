using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>An entry with all data that saving and publishing need, read once and tracked for changes.</summary>
public sealed class LoadedEntry
{
    /// <summary>The entry; null while it is new.</summary>
    public Entry? Entry { get; set; }

    /// <summary>Its item; null while that is new.</summary>
    public Item? Item { get; set; }

    /// <summary>The entries of all languages of the item, including this one.</summary>
    public List<Entry> Siblings { get; init; } = [];

    public List<Publication> Publications { get; init; } = [];
    public TextRevision? Text { get; set; }
    public FactsRevision? Facts { get; set; }
    public FactsRevision? FactsBefore { get; set; }

    /// <summary>The public facts; null while nothing of the item is public.</summary>
    public FactsRevision? PublicFacts { get; set; }

    /// <summary>The facts that a form was opened on; null when its browser has since replaced them by another autosave.</summary>
    public FactsRevision? FormFacts { get; set; }

    public Publication? Publication => Publications.Find(p => p.EntryId == Entry?.Id);
}

public sealed class EntryLoader(CmsDbContext db)
{
    /// <summary>
    /// Loads the entry with this id, if it exists, for the item to which it belongs or that <paramref name="itemId"/> names.
    /// </summary>
    /// <param name="formFacts">Number of the facts revision that a form was opened on; 0 for none.</param>
    public async Task<LoadedEntry> LoadAsync(Guid? entryId, Guid? itemId, long formFacts, CancellationToken cancellationToken)
    {
        var entries = itemId is { } known
            ? await db.Set<Entry>().Where(e => e.ItemId == known).ToListAsync(cancellationToken)
            : await db.Set<Entry>().Where(e =>
            e.ItemId == db.Set<Entry>().Where(x => x.Id == entryId).Select(x => x.ItemId).FirstOrDefault())
            .ToListAsync(cancellationToken);
        var loaded = new LoadedEntry
        {
            Siblings = entries,
            Entry = entries.Find(e => e.Id == entryId),
        };
        if (entries.Count == 0 && itemId is null)
        {
            return loaded;
        }

        var id = itemId ?? entries[0].ItemId;
        loaded.Item = await db.Set<Item>().SingleOrDefaultAsync(i => i.Id == id, cancellationToken);
        if (loaded.Item is not { } item)
        {
            return loaded;
        }

        long[] numbers = [item.FactsNumber, item.ProjectedFactsNumber, formFacts];
        var facts = await db.Set<FactsRevision>().Where(f => f.ItemId == id && numbers.Contains(f.Number)).ToListAsync(cancellationToken);
        loaded.Facts = loaded.FactsBefore = facts.Find(f => f.Number == item.FactsNumber);
        loaded.PublicFacts = item.PublicFactsNumber is { } number ? facts.Find(f => f.Number == number) : null;
        loaded.FormFacts = facts.Find(f => f.Number == formFacts);
        loaded.Publications.AddRange(await db.Set<Publication>().Include(p => p.Tags).Where(p => p.ItemId == id)
            .ToListAsync(cancellationToken));
        loaded.Text = loaded.Entry?.LatestRevisionId is { } latest
            ? await db.Set<TextRevision>().SingleAsync(r => r.Id == latest, cancellationToken)
            : null;
        return loaded;
    }

    /// <summary>Discards all prepared changes; later reads query the database again.</summary>
    public void Forget() => db.DiscardChanges();

    /// <summary>The same for an entry that the actor may edit; null if it does not exist or the actor may not edit it.</summary>
    public async Task<LoadedEntry?> FindAsync(Actor actor, Guid entryId, CancellationToken cancellationToken)
    {
        var loaded = await LoadAsync(entryId, null, 0, cancellationToken);
        return loaded.Entry is { } entry && EntryRights.MayEdit(actor, entry.Kind, entry.CreatedBy) ? loaded : null;
    }
}
