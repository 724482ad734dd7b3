using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses.Actions;

namespace CoalitionCms.Features.Addresses;

internal static class AddressesErrors
{
    public static Error NotAllowed { get; } = new("Official.NotAllowed");
    public static Error Gone { get; } = new("Official.Gone");
    public static Error Stale { get; } = new("Official.Stale");
    public static Error Listed { get; } = new("Official.Listed", nameof(SiteAddress.Location));
    public static Error CompromisedInUse { get; } = new("Official.CompromisedInUse", nameof(SiteAddress.IsCompromised));
    public static Error UntilBeforeSince { get; } = new("Official.UntilBeforeSince", nameof(SiteAddress.Until));
    public static Error PositionWrong { get; } = new("Official.PositionWrong", nameof(SiteAddress.Position), SiteAddress.MaxPosition);

    public static Error Location(LocationMistake mistake) =>
        new("Official.Location." + mistake, nameof(SiteAddress.Location), AddressLocation.MaxLength);

    public static Error WhyTooLong(string language, int length) =>
        new("Official.WhyTooLong", $"{nameof(SiteAddress.Why)}[{language}]", length, SiteAddress.MaxWhy);

    public static Error Date(FuzzyDateError error, string field) => new("Date.Wrong." + error, field);

    public static IReadOnlyList<Error> Check(SaveAddress.Input input, out string location)
    {
        var errors = new List<Error>();
        if (AddressLocation.Read(input.Location, input.Kind, out location) is { } mistake)
        {
            errors.Add(Location(mistake));
        }

        if (input.IsCompromised && input.Kind != AddressKind.Retired)
        {
            errors.Add(CompromisedInUse);
        }

        // Imprecise dates contradict each other only if no interpretation of them is consistent.
        if (input.Until.Latest < input.Since.Earliest)
        {
            errors.Add(UntilBeforeSince);
        }

        if (input.Position is < 0 or > SiteAddress.MaxPosition)
        {
            errors.Add(PositionWrong);
        }

        errors.AddRange(input.Why.All.Where(w => w.Value.Length > SiteAddress.MaxWhy).Select(w => WhyTooLong(w.Key, w.Value.Length)));
        return errors;
    }
}
