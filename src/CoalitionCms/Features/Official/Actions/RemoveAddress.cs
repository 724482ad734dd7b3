using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Official.Actions;

/// <summary>Takes an address out of the register; the log keeps what it was.</summary>
public sealed class RemoveAddress(CmsDbContext db, AuditLog audit)
{
    /// <summary>Removes, or says what stands in the way.</summary>
    public async Task<Outcome> RunAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return Outcome.Refused(OfficialRefusals.NotAllowed);
        }

        if (await db.Addresses.SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } address)
        {
            return Outcome.Refused(OfficialRefusals.Gone);
        }

        db.Remove(address);
        audit.Record(actor, AuditVerb.AddressRemoved, "address", id, new { location = address.Location, kind = address.Kind, compromised = address.IsCompromised });
        db.Changes(PageTag.Site, AddressReader.Tag);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Outcome.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.Forget();
            return Outcome.Refused(OfficialRefusals.Stale);
        }
    }
}
