using System.Text.Json;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Addresses.Actions;

/// <summary>Adds an address to the register, or changes one. While the four-eyes rule holds, this waits for a second admin.</summary>
internal sealed class SaveAddress(CmsDbContext db, ISafeguardRequests ask, AuditLog audit) : IChangeByTwo
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

    RelaxedSafeguard IChangeByTwo.Rule => RelaxedSafeguard.SavedAddress;

    /// <returns>True when it waits for a second admin.</returns>
    public async Task<Result<bool>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageSite))
        {
            return AddressesErrors.NotAllowed;
        }

        var errors = AddressesErrors.Check(input, out var location);
        if (errors.Count > 0)
        {
            return Result.Failed<bool>(errors);
        }

        input = input with { Location = location };
        var address = await FindAsync(input, cancellationToken);
        if (!address.IsDone)
        {
            return Result.Failed<bool>(address.Errors);
        }

        var proposed = JsonSerializer.Serialize(input, DomainJson.Options);
        var waits = await ask.ForChangeAsync(
            actor, RelaxedSafeguard.SavedAddress, input.Id ?? Guid.CreateVersion7(), proposed, cancellationToken);
        if (waits is { IsDone: true, Value: true })
        {
            await db.SaveChangesAsync(cancellationToken);
        }

        return !waits.IsDone || waits.Value ? waits
            : (await WriteAsync(actor, input, address.Value, cancellationToken)).With(false);
    }

    IReadOnlyList<ProposedValue> IChangeByTwo.Read(string proposal)
    {
        var input = JsonSerializer.Deserialize<Input>(proposal, DomainJson.Options)!;
        return
        [
            new("Official.Location", input.Location), new("Official.Kind", "", Key: "AddressKind." + input.Kind),
            .. input.Why.All.Select(w => new ProposedValue("Official.Why", w.Value, w.Key)),
        ];
    }

    async Task<Result> IChangeByTwo.MakeAsync(Actor actor, string proposal, CancellationToken cancellationToken)
    {
        var input = JsonSerializer.Deserialize<Input>(proposal, DomainJson.Options)!;
        var address = await FindAsync(input, cancellationToken);
        return address.IsDone ? await WriteAsync(actor, input, address.Value, cancellationToken) : Result.Failed(address.Errors);
    }

    private async Task<Result<SiteAddress>> FindAsync(Input input, CancellationToken cancellationToken)
    {
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

        return await db.Set<SiteAddress>().AnyAsync(a => a.Location == input.Location && a.Id != address.Id, cancellationToken)
            ? AddressesErrors.Listed
            : Result.Of(address);
    }

    private async Task<Result> WriteAsync(Actor actor, Input input, SiteAddress address, CancellationToken cancellationToken)
    {
        if (input.Id is null)
        {
            db.Add(address);
        }

        address.Describe(input.Location, input.Kind, input.IsCompromised, input.Since, input.Until, input.Why, input.Position);
        audit.Record(actor, AuditVerb.AddressSaved, "address", address.Id,
            new { location = input.Location, kind = input.Kind, compromised = input.IsCompromised });
        db.Invalidate(CacheTag.Site, AddressQueries.Tag);
        return await db.SaveOrStaleAsync(AddressesErrors.Stale, cancellationToken);
    }
}
