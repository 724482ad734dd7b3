using CoalitionCms.Data.Audit;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Addresses.Actions;

/// <summary>Adds an address to the register, or changes one.</summary>
internal sealed class SaveAddress(CmsDbContext db, AuditLog audit)
{
    /// <param name="Id">The address, or null for a new one.</param>
    /// <param name="Location">As typed, possibly with a scheme.</param>
    /// <param name="IsCompromised">True for a retired address that was compromised.</param>
    /// <param name="Until">The end of its use.</param>
    /// <param name="Why">One sentence per language.</param>
    /// <param name="Version">The version that the form was opened on; 0 for a new one.</param>
    public sealed record Input(
        Guid? Id, string Location, AddressKind Kind, bool IsCompromised, FuzzyDate Since, FuzzyDate Until, LocalText Why, int Position,
            long Version);

    public async Task<Result<Guid>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return AddressesErrors.NotAllowed;
        }

        var errors = AddressesErrors.Check(input, out var location);
        if (errors.Count > 0)
        {
            return Result.Failed<Guid>(errors);
        }

        var address = input.Id is { } id ? await db.Set<SiteAddress>().SingleOrDefaultAsync(a => a.Id == id, cancellationToken)
            : new SiteAddress(Guid.CreateVersion7());
        if (address is null)
        {
            return AddressesErrors.Gone;
        }

        if (address.Version != input.Version)
        {
            return AddressesErrors.Stale;
        }

        if (await db.Set<SiteAddress>().AnyAsync(a => a.Location == location && a.Id != address.Id, cancellationToken))
        {
            return AddressesErrors.Listed;
        }

        if (input.Id is null)
        {
            db.Add(address);
        }

        address.Describe(location, input.Kind, input.IsCompromised, input.Since, input.Until, input.Why, input.Position);
        audit.Record(actor, AuditVerb.AddressSaved, "address", address.Id,
            new { location, kind = input.Kind, compromised = input.IsCompromised });
        db.Invalidate(CacheTag.Site, AddressQueries.Tag);
        return (await db.SaveOrStaleAsync(AddressesErrors.Stale, cancellationToken)).With(address.Id);
    }
}
