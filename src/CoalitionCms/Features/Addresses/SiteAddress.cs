using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Addresses;

internal enum AddressKind
{
    Official,

    Mirror,

    Onion,

    /// <summary>No longer the organisation's, or no longer safe.</summary>
    Retired,
}

/// <summary>An entry of the register of addresses.</summary>
internal sealed class SiteAddress : IVerifiedRow
{
    public const int MaxWhy = 400;

    /// <summary>Largest <see cref="Position"/>; the smallest is 0.</summary>
    public const int MaxPosition = 999;

    private SiteAddress()
    {
    }

    public SiteAddress(Guid id) => Id = id;

    public Guid Id { get; private set; }

    /// <summary>Host name, or host and path, without scheme. See <see cref="AddressLocation"/>.</summary>
    public string Location { get; private set; } = "";

    public AddressKind Kind { get; private set; }
    public bool IsCompromised { get; private set; }
    public FuzzyDate Since { get; private set; } = FuzzyDate.Unknown;
    public FuzzyDate Until { get; private set; } = FuzzyDate.Unknown;

    /// <summary>One sentence: a description of the address or of what happened to it.</summary>
    public LocalText Why { get; private set; } = LocalText.Empty;

    public int Position { get; private set; }
    public long Version { get; private set; }

    public void Describe(
        string location, AddressKind kind, bool isCompromised, FuzzyDate since, FuzzyDate until, LocalText why, int position)
    {
        (Location, Kind, IsCompromised, Since, Until, Why, Position) = (location, kind, isCompromised, since, until, why, position);
        Version++;
    }
}
