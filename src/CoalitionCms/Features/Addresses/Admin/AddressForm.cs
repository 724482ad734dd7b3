using System.Globalization;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses.Actions;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Addresses.Admin;

internal sealed class AddressForm
{
    public string? Location { get; set; }
    public AddressKind Kind { get; set; }
    public bool IsCompromised { get; set; }
    public string? Since { get; set; }
    public string? Until { get; set; }
    public Dictionary<string, string?> Why { get; set; } = LocalFields.Of(LocalText.Empty);

    /// <summary>Position, as typed; empty for the first.</summary>
    public string? Position { get; set; }

    public long Version { get; set; }

    internal static AddressForm Of(OpenAddress address) => new()
    {
        Location = address.Location,
        Kind = address.Kind,
        IsCompromised = address.IsCompromised,
        Since = address.Since.Edtf,
        Until = address.Until.Edtf,
        Why = LocalFields.Of(address.Why),
        Position = address.Position.ToString(CultureInfo.InvariantCulture),
        Version = address.Version,
    };

    internal SaveAddress.Input ToInput(Guid? id, ICollection<Error> errors)
    {
        var position = 0;
        if (!string.IsNullOrWhiteSpace(Position)
            && !int.TryParse(Position, NumberStyles.Integer, CultureInfo.InvariantCulture, out position))
        {
            errors.Add(AddressesErrors.PositionWrong);
        }

        return new(id, Location ?? "", Kind, IsCompromised, Date(Since, nameof(Since)), Date(Until, nameof(Until)), LocalFields.Read(Why),
            position, Version);

        FuzzyDate Date(string? typed, string field)
        {
            if (!FuzzyDate.TryParse(typed, out var date, out var error))
            {
                errors.Add(AddressesErrors.Date(error, field));
            }

            return date;
        }
    }
}
