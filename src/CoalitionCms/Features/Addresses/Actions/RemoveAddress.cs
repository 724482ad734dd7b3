using CoalitionCms.Data.Audit;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Addresses.Actions;

/// <summary>Removes an address from the register; the log keeps its data.</summary>
internal sealed class RemoveAddress(CmsDbContext db, AuditLog audit)
{
    public async Task<Result> RunAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return Result.Failed(AddressesErrors.NotAllowed);
        }

        if (await db.Set<SiteAddress>().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } address)
        {
            return Result.Failed(AddressesErrors.Gone);
        }

        db.Remove(address);
        audit.Record(actor, AuditVerb.AddressRemoved, "address", id,
            new { location = address.Location, kind = address.Kind, compromised = address.IsCompromised });
        db.Invalidate(CacheTag.Site, AddressQueries.Tag);
        return await db.SaveOrStaleAsync(AddressesErrors.Stale, cancellationToken);
    }
}
