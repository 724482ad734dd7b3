using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Features.Media;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Publishing.Actions;

/// <summary>Takes an entry back from the public. Its revisions stay; from outside it looks like a page that never was.</summary>
public sealed class WithdrawEntry(CmsDbContext db, AuditLog audit, TimeProvider clock)
{
    /// <summary>Withdraws, or says what stands in the way. Withdrawing what is not public does nothing.</summary>
    public async Task<Outcome> RunAsync(Actor actor, Guid entryId, CancellationToken cancellationToken)
    {
        if (await db.FindEditableAsync(actor, entryId, cancellationToken) is not { } entry)
        {
            return Outcome.Refused(PublishingRefusals.NoSuchEntry);
        }

        var siblings = await db.Publications.Where(p => p.SubjectId == entry.SubjectId).ToListAsync(cancellationToken);
        if (siblings.Find(p => p.EntryId == entryId) is not { } publication)
        {
            return Outcome.Done;
        }

        db.Remove(publication);
        await MediaUses.SettleAsync(db, entryId, isPublic: true, "", cancellationToken);
        siblings.Remove(publication);
        Originals.Settle(siblings, siblings.Find(p => p.IsOriginal)?.EntryId ?? Guid.Empty);
        entry.Withdraw(clock.NowToMillisecond());
        audit.Record(actor, AuditVerb.EntryWithdrawn, entry.Kind.ToString(), entry.Id, new { language = entry.Language });
        db.Changes(PageTag.Subject(entry.SubjectId), PageTag.List(entry.Kind));
        if (entry.Kind == EntryKind.Page)
        {
            db.Changes(PageTag.Site);
        }

        return await db.SaveOrStaleAsync(cancellationToken);
    }
}
