using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>
/// Permanently deletes entries that have been in the trash longer than the configured time. The log records the deletion, not the content.
/// </summary>
internal sealed class PurgeTrash(CmsDbContext db, AuditLog audit, TimeProvider clock, IEnumerable<FactsStore> stores,
    IEnumerable<IKeptItems> kept, ILogger<PurgeTrash> log)
{
    private const int MostAtOnce = 100;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var days = await db.Set<SiteSettings>().Select(s => (int?)s.TrashDays).SingleOrDefaultAsync(cancellationToken)
            ?? Features.Settings.SiteSettings.UsualTrashDays;
        var before = clock.NowToMillisecond().AddDays(-days);
        var old = await db.Set<Entry>().AsNoTracking().Where(e => e.TrashedAt != null && e.TrashedAt < before)
            .OrderBy(e => e.TrashedAt).Take(MostAtOnce).Select(e => e.Id).ToListAsync(cancellationToken);
        foreach (var entryId in old)
        {
            try
            {
                await PurgeAsync(entryId, before, cancellationToken);
            }
            catch (DbUpdateException problem)
            {
                // An entry to which something still refers is kept, and does not block those after it.
                log.LogError("Entry {Entry} could not be purged. {Type}", entryId, problem.GetType().Name);
            }

            db.DiscardChanges();
        }

        await db.Set<EditPresence>().Where(p => p.SeenAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task PurgeAsync(Guid entryId, DateTime before, CancellationToken cancellationToken)
    {
        var entry = await db.Set<Entry>().SingleOrDefaultAsync(e => e.Id == entryId && e.TrashedAt < before, cancellationToken);
        if (entry is null || await db.Set<Publication>().AnyAsync(p => p.EntryId == entryId, cancellationToken))
        {
            return;
        }

        db.RemoveRange(await db.Set<TextRevision>().Where(r => r.EntryId == entryId).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<ReviewStep>().Where(s => s.EntryId == entryId).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<Remark>().Where(r => r.EntryId == entryId).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<EditPresence>().Where(p => p.EntryId == entryId).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<OldPath>().Where(p => p.EntryId == entryId).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<MediaUse>().Where(u => u.EntryId == entryId).ToListAsync(cancellationToken));
        db.Remove(entry);

        var others = await db.Set<Entry>().Where(e => e.ItemId == entry.ItemId && e.Id != entryId).ToListAsync(cancellationToken);
        if (entry.IsOriginal && others.Count > 0)
        {
            others.OrderBy(e => e.CreatedAt).ThenBy(e => e.Id).First().MakeOriginal(true);
        }

        if (others.Count == 0 && !await IsKeptAsync(entry.ItemId, cancellationToken))
        {
            if (await stores.Single(s => s.Kind == entry.Kind).FindRowAsync(entry.ItemId, cancellationToken) is { } row)
            {
                db.Remove(row);
            }

            db.RemoveRange(await db.Set<FactsRevision>().Where(f => f.ItemId == entry.ItemId).ToListAsync(cancellationToken));
            db.RemoveRange(await db.Set<Item>().Where(i => i.Id == entry.ItemId).ToListAsync(cancellationToken));
        }

        audit.Record(Actor.System, AuditVerb.EntryPurged, entry.Kind.ToString(), entryId, new { language = entry.Language });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Restored, or purged by another process, at the same moment.
            db.DiscardChanges();
        }
    }

    private async Task<bool> IsKeptAsync(Guid itemId, CancellationToken cancellationToken)
    {
        foreach (var keeper in kept)
        {
            if (await keeper.KeepsAsync(itemId, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Determines which items are kept although they have no entries left, because other data refers to them.</summary>
internal interface IKeptItems
{
    Task<bool> KeepsAsync(Guid itemId, CancellationToken cancellationToken);
}
