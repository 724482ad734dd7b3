using CoalitionCms.Domain;

namespace CoalitionCms.Operations.PersonalData;

/// <summary>Why somebody is not forgotten.</summary>
public static class PersonalDataErrors
{
    /// <summary>The actor's role does not allow it.</summary>
    public static Error NotAllowed { get; } = new("Ledger.NotAllowed");

    public static Error Nobody { get; } = new("Ledger.Nobody");

    /// <summary>The name was not typed as it stands above.</summary>
    public static Error NotConfirmed { get; } = new("Ledger.NotConfirmed", "Confirmation");

    /// <summary>One's own account is purged by somebody else.</summary>
    public static Error Oneself { get; } = new("Ledger.Oneself");

    /// <summary>Readers see texts with the name: they are edited first.</summary>
    public static Error StillShown(int count) => new("Ledger.StillShown", "", count);

    /// <summary>Older saves hold the name, and nobody ticked that it may be taken out.</summary>
    public static Error StillKept(int count) => new("Ledger.StillKept", "TakeOut", count);
}
