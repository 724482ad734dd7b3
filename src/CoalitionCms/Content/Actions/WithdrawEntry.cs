using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Features.Media;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>Takes an entry back from the public. Its revisions stay; from outside it looks like a page that never was.</summary>
public sealed class WithdrawEntry(CmsDbContext db, AuditLog audit, TimeProvider clock)
{
    /// <summary>Withdraws, or says what stands in the way. Withdrawing what is not public does nothing.</summary>
    public async Task<Result> RunAsync(Actor actor, Guid entryId, CancellationToken cancellationToken)
    {
        if (await db.FindEditableAsync(actor, entryId, cancellationToken) is not { } entry)
        {
            return Result.Failed(ContentErrors.NoSuchEntry);
        }

        var siblings = await db.Publications.Where(p => p.ItemId == entry.ItemId).ToListAsync(cancellationToken);
        if (siblings.Find(p => p.EntryId == entryId) is not { } publication)
        {
            return Result.Done;
        }

        db.Remove(publication);
        await MediaUses.SettleAsync(db, entryId, isPublic: true, "", cancellationToken);
        siblings.Remove(publication);
        FallbackLanguage.Settle(siblings, siblings.Find(p => p.IsOriginal)?.EntryId ?? Guid.Empty);
        entry.Withdraw(clock.NowToMillisecond());
        audit.Record(actor, AuditVerb.EntryWithdrawn, entry.Kind.ToString(), entry.Id, new { language = entry.Language });
        db.Invalidate(CacheTag.Item(entry.ItemId), CacheTag.List(entry.Kind));
        if (entry.Kind == EntryKind.Page)
        {
            db.Invalidate(CacheTag.Site);
        }

        return await db.SaveOrStaleAsync(cancellationToken);
    }
}
