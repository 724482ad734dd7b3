using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Ledger;

/// <summary>Why somebody is not forgotten.</summary>
public static class LedgerRefusals
{
    /// <summary>The actor's role does not allow it.</summary>
    public static Refusal NotAllowed { get; } = new("Ledger.NotAllowed");

    /// <summary>There is nobody.</summary>
    public static Refusal Nobody { get; } = new("Ledger.Nobody");

    /// <summary>The name was not typed as it stands above.</summary>
    public static Refusal NotConfirmed { get; } = new("Ledger.NotConfirmed", "Confirmation");

    /// <summary>One's own account is purged by somebody else.</summary>
    public static Refusal Oneself { get; } = new("Ledger.Oneself");

    /// <summary>Readers see texts with the name: they are edited first.</summary>
    public static Refusal StillShown(int count) => new("Ledger.StillShown", "", count);

    /// <summary>Older saves hold the name, and nobody ticked that it may be taken out.</summary>
    public static Refusal StillKept(int count) => new("Ledger.StillKept", "TakeOut", count);
}
