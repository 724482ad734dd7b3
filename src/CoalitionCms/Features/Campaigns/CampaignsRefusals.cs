using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Campaigns;

/// <summary>Why the facts of a campaign are refused.</summary>
public static class CampaignsRefusals
{
    /// <summary>Ends before it begins.</summary>
    public static Refusal EndsBeforeStart { get; } = new("Campaigns.EndsBeforeStart", nameof(CampaignFacts.EndedOn));

    /// <summary>An end, and a state that goes on.</summary>
    public static Refusal EndedButActive { get; } = new("Campaigns.EndedButActive", nameof(CampaignFacts.State));

    /// <summary>Longer than allowed.</summary>
    public static Refusal TooLong(string field, int most) => new("Campaigns.OutcomeTooLong", field, most);

    /// <summary>A line of several that is longer than allowed.</summary>
    public static Refusal LineTooLong(string field, int most) => new("Campaigns.LineTooLong", field, most);

    /// <summary>More lines than a letter has room for.</summary>
    public static Refusal TooMany(string field, int most) => new("Campaigns.TooManyLines", field, most);

    /// <summary>Somebody to write to who has no name.</summary>
    public static Refusal AddresseeMissing(int row) => new("Campaigns.AddresseeMissing", $"Addressees[{row}].Name");

    /// <summary>Paused before it began.</summary>
    public static Refusal PausedBeforeStart { get; } = new("Campaigns.EndsBeforeStart", nameof(CampaignFacts.PausedOn));

    /// <summary>Somebody who is not there.</summary>
    public static Refusal NoSuchPerson(int row) => new("Campaigns.NoSuchPerson", $"{nameof(CampaignFacts.People)}[{row}]");
}
