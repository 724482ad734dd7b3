using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Addresses;

internal sealed record OpenAddress(
    Guid Id, string Location, AddressKind Kind, bool IsCompromised, FuzzyDate Since, FuzzyDate Until, LocalText Why, int Position,
        long Version)
{
    /// <summary>The address for display: a retired one is defanged, so that nobody opens it by accident.</summary>
    public string Shown => Kind == AddressKind.Retired ? AddressLocation.Defang(Location) : Location;
}

/// <summary>The register of addresses for staff.</summary>
internal sealed class AddressAdminQueries(CmsDbContext db)
{
    /// <summary>Returns all addresses, those in use first, each group in its order.</summary>
    public async Task<IReadOnlyList<OpenAddress>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await db.Set<SiteAddress>().AsNoTracking().OrderBy(a => a.Position).ThenBy(a => a.Location).ToListAsync(cancellationToken))
            .Select(Open).OrderBy(a => a.Kind)];

    /// <summary>Returns one address, or null.</summary>
    public async Task<OpenAddress?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Set<SiteAddress>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is { } address
            ? Open(address)
            : null;

    private static OpenAddress Open(SiteAddress a) =>
        new(a.Id, a.Location, a.Kind, a.IsCompromised, a.Since, a.Until, a.Why, a.Position, a.Version);
}
