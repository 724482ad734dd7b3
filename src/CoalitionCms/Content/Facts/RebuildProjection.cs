using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>
/// Rebuilds the data by which lists find, filter and sort from the revisions: the columns of every item, titles and addresses of entries,
/// the public copies with their position in lists, and what search knows. Changes no revision, and does not change what is public.
/// </summary>
internal sealed class RebuildProjection(CmsDbContext db, AuditLog audit, IEnumerable<FactsStore> stores, SearchIndex search,
    CmsOptions options)
{
    private const int PageSize = 50;

    /// <summary>Rebuilds all items, one page at a time, and returns the number of items.</summary>
    public async Task<int> RunAsync(Actor actor, Action<int, int>? progress, CancellationToken cancellationToken)
    {
        var (done, total) = (0, await db.Set<Item>().CountAsync(cancellationToken));
        for (var after = Guid.Empty; ;)
        {
            db.DiscardChanges();
            var last = after;
            var items = await db.Set<Item>().Where(i => i.Id > last).OrderBy(i => i.Id).Take(PageSize).ToListAsync(cancellationToken);
            if (items.Count == 0)
            {
                break;
            }

            var ids = items.ConvertAll(i => i.Id);
            var entries = await db.Set<Entry>().Where(e => ids.Contains(e.ItemId)).ToListAsync(cancellationToken);
            var publications = await db.Set<Publication>().Include(p => p.Tags).Where(p => ids.Contains(p.ItemId))
                .ToListAsync(cancellationToken);
            foreach (var item in items)
            {
                var own = entries.FindAll(e => e.ItemId == item.Id);
                await RebuildAsync(item, own, publications.FindAll(p => p.ItemId == item.Id), cancellationToken);
            }

            if (db.ChangeTracker.HasChanges())
            {
                audit.Record(actor, AuditVerb.ProjectionRebuilt, "site", "projection", new { items = items.Count });
                db.Invalidate(CacheTag.Everything);
                await db.SaveChangesAsync(cancellationToken);
            }

            after = items[^1].Id;
            done += items.Count;
            progress?.Invoke(done, Math.Max(done, total));
        }

        if (!await db.SearchHoldsAsync(cancellationToken))
        {
            await db.RebuildSearchAsync(cancellationToken);
        }

        return done;
    }

    private async Task RebuildAsync(Item item, List<Entry> entries, List<Publication> publications, CancellationToken cancellationToken)
    {
        var store = stores.Single(s => s.Kind == item.Kind);
        var facts = await db.Set<FactsRevision>().AsNoTracking()
            .SingleAsync(f => f.ItemId == item.Id && f.Number == item.ProjectedFactsNumber, cancellationToken);
        var row = await store.FindRowAsync(item.Id, cancellationToken);
        if (row is null || !ProjectedRow.Holds(db.Model, row, facts))
        {
            (row ?? store.AddRow(item.Id)).Project(facts.Json, facts.Number);
        }

        var original = entries.OrderBy(e => e.CreatedAt).ThenBy(e => e.Id).FirstOrDefault();
        foreach (var entry in entries)
        {
            entry.MakeOriginal(entry == original);
            entry.Project(await db.Set<TextRevision>().AsNoTracking().SingleAsync(r => r.Id == entry.LatestRevisionId, cancellationToken));
        }

        foreach (var publication in publications)
        {
            var text = await db.Set<TextRevision>().AsNoTracking().SingleAsync(r => r.Id == publication.RevisionId, cancellationToken);
            var place = Publisher.PlaceOf(store, facts.Json, publication.FirstPublishedAt, options.Zone);
            publication.Show(text, place.SortAt, place.ShownOn, publication.UpdatedAt);
        }

        FallbackLanguage.Settle(publications, original?.Id ?? Guid.Empty);
        await search.PutAsync(publications, facts.Json, cancellationToken);
    }
}
