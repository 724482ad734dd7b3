using CoalitionCms.Domain;

namespace CoalitionCms.Features.Campaigns;

internal static class CampaignsErrors
{
    /// <summary>The campaign ends before it begins.</summary>
    public static Error EndsBeforeStart { get; } = new("Campaigns.EndsBeforeStart", nameof(CampaignFacts.EndedOn));

    public static Error EndedButActive { get; } = new("Campaigns.EndedButActive", nameof(CampaignFacts.State));

    public static Error TooLong(string field, int most) => new("Campaigns.OutcomeTooLong", field, most);

    public static Error LineTooLong(string field, int most) => new("Campaigns.LineTooLong", field, most);

    public static Error TooMany(string field, int most) => new("Campaigns.TooManyLines", field, most);

    /// <summary>A recipient has no name.</summary>
    public static Error AddresseeMissing(int row) => new("Campaigns.AddresseeMissing", $"Addressees[{row}].Name");

    /// <summary>The campaign was paused before it began.</summary>
    public static Error PausedBeforeStart { get; } = new("Campaigns.EndsBeforeStart", nameof(CampaignFacts.PausedOn));

    /// <summary>The person does not exist.</summary>
    public static Error NoSuchPerson(int row) => new("Campaigns.NoSuchPerson", $"{nameof(CampaignFacts.People)}[{row}]");
}
