using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Addresses.Actions;

/// <summary>Takes an address out of the register; the log keeps what it was.</summary>
public sealed class RemoveAddress(CmsDbContext db, AuditLog audit)
{
    /// <summary>Removes, or says what stands in the way.</summary>
    public async Task<Result> RunAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return Result.Failed(AddressesErrors.NotAllowed);
        }

        if (await db.Addresses.SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } address)
        {
            return Result.Failed(AddressesErrors.Gone);
        }

        db.Remove(address);
        audit.Record(actor, AuditVerb.AddressRemoved, "address", id, new { location = address.Location, kind = address.Kind, compromised = address.IsCompromised });
        db.Invalidate(CacheTag.Site, AddressQueries.Tag);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.DiscardChanges();
            return Result.Failed(AddressesErrors.Stale);
        }
    }
}
