using System.Text.Json;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Addresses.Actions;

/// <summary>
/// Removes an address from the register; the log keeps its data. While the four-eyes rule holds, this waits for a second admin.
/// </summary>
internal sealed class RemoveAddress(CmsDbContext db, ISafeguardRequests ask, AuditLog audit) : IChangeByTwo
{
    private sealed record Proposal(Guid Id, string Location, AddressKind Kind, long Version);

    RelaxedSafeguard IChangeByTwo.Rule => RelaxedSafeguard.RemovedAddress;

    /// <returns>True when it waits for a second admin.</returns>
    public async Task<Result<bool>> RunAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return AddressesErrors.NotAllowed;
        }

        if (await db.Set<SiteAddress>().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } address)
        {
            return AddressesErrors.Gone;
        }

        var proposed = JsonSerializer.Serialize(new Proposal(id, address.Location, address.Kind, address.Version), DomainJson.Options);
        var waits = await ask.ForChangeAsync(actor, RelaxedSafeguard.RemovedAddress, id, proposed, cancellationToken);
        if (!waits.IsDone)
        {
            return waits;
        }

        if (waits.Value)
        {
            await db.SaveChangesAsync(cancellationToken);
            return waits;
        }

        return (await RemoveAsync(actor, address, cancellationToken)).With(false);
    }

    IReadOnlyList<ProposedValue> IChangeByTwo.Read(string proposal) =>
        [new("Official.Location", JsonSerializer.Deserialize<Proposal>(proposal, DomainJson.Options)!.Location)];

    async Task<Result> IChangeByTwo.MakeAsync(Actor actor, string proposal, CancellationToken cancellationToken)
    {
        var (id, _, _, version) = JsonSerializer.Deserialize<Proposal>(proposal, DomainJson.Options)!;
        return await db.Set<SiteAddress>().SingleOrDefaultAsync(a => a.Id == id && a.Version == version, cancellationToken) is { } address
            ? await RemoveAsync(actor, address, cancellationToken)
            : Result.Failed(AddressesErrors.Stale);
    }

    private async Task<Result> RemoveAsync(Actor actor, SiteAddress address, CancellationToken cancellationToken)
    {
        db.Remove(address);
        audit.Record(actor, AuditVerb.AddressRemoved, "address", address.Id,
            new { location = address.Location, kind = address.Kind, compromised = address.IsCompromised });
        db.Invalidate(CacheTag.Site, AddressQueries.Tag);
        return await db.SaveOrStaleAsync(AddressesErrors.Stale, cancellationToken);
    }
}
