using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Addresses;

/// <param name="Location">Host, or host and path; defanged if nobody should open it.</param>
/// <param name="Until">The end of its use.</param>
/// <param name="Why">A description of the address or of what happened to it, in the best language for the reader; null if there is
/// none.</param>
internal sealed record AddressRow(
    string Location, AddressKind Kind, bool IsCompromised, FuzzyDate Since, FuzzyDate Until, string? Why, string WhyLanguage);

/// <summary>The register as shown to readers.</summary>
/// <param name="InUse">The running site's own address first, followed by official ones, mirrors and onion addresses.</param>
/// <param name="Compromised">Retired and compromised: readers should avoid them.</param>
/// <param name="Former">Retired, and no longer owned by the organisation.</param>
/// <param name="TestMachine">Address of this copy if it is not public; null on the real site.</param>
internal sealed record AddressRegister(
    IReadOnlyList<AddressRow> InUse, IReadOnlyList<AddressRow> Compromised, IReadOnlyList<AddressRow> Former, string? TestMachine);

internal sealed class AddressQueries(CmsDbContext db, PageCacheTags shown, CmsOptions options)
{
    public const string Tag = "official";

    public async Task<AddressRegister> ReadAsync(Language language, CancellationToken cancellationToken)
    {
        shown.Add(Tag);
        var lines =
            (await db.Set<SiteAddress>().AsNoTracking().OrderBy(a => a.Position).ThenBy(a => a.Location).ToListAsync(cancellationToken))
            .Select(a => Line(a, language)).ToList();
        var retired = lines.Where(l => l.Kind == AddressKind.Retired)
            .ToLookup(l => l.IsCompromised, l => l with { Location = AddressLocation.Defang(l.Location) });
        var site = new Uri(options.BaseUrl);
        var own = site.Authority;
        var inUse = lines.Where(l => l.Kind != AddressKind.Retired)
            .OrderBy(l => !IsOwn(l)).ThenBy(l => l.Kind switch { AddressKind.Official => 0, AddressKind.Mirror => 1, _ => 2 }).ToList();

        // While the register has no address to use, the configured one is where the site runs; but an address that the register marks as
        // retired is never presented as trusted, nor is one that stands beside a list without it.
        if (!site.IsLoopback && inUse.Count == 0 && !lines.Exists(IsOwn))
        {
            inUse.Insert(0, new(own, AddressKind.Official, false, FuzzyDate.Unknown, FuzzyDate.Unknown, null, language.Code));
        }

        return new(inUse, [.. retired[true]], [.. retired[false]], site.IsLoopback ? own : null);

        bool IsOwn(AddressRow line) => string.Equals(line.Location, own, StringComparison.OrdinalIgnoreCase);
    }

    private static AddressRow Line(SiteAddress address, Language language)
    {
        var why = address.Why.For(language.Code);
        return new(address.Location, address.Kind, address.IsCompromised, address.Since, address.Until, why?.Text, why?.Language
            ?? language.Code);
    }
}

internal static class AddressTone
{
    public static string Of(AddressKind kind, bool isCompromised) => (kind, isCompromised) switch
    {
        (AddressKind.Retired, true) => "danger",
        (AddressKind.Retired, _) => "none",
        (AddressKind.Official or AddressKind.Onion, _) => "ok",
        _ => "info",
    };
}
