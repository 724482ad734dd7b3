using CoalitionCms.Domain;

namespace CoalitionCms.Operations.PersonalData;

internal static class PersonalDataErrors
{
    public static Error NotAllowed { get; } = new("Ledger.NotAllowed");
    public static Error Nobody { get; } = new("Ledger.Nobody");
    public static Error NotConfirmed { get; } = new("Ledger.NotConfirmed", "Confirmation");
    public static Error Oneself { get; } = new("Ledger.Oneself");

    public static Error StillShown(int count) => new("Ledger.StillShown", "", count);

    public static Error StillKept(int count) => new("Ledger.StillKept", "TakeOut", count);
}
