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
    public static Refusal OutcomeTooLong(int most) => new("Campaigns.OutcomeTooLong", nameof(CampaignFacts.Outcome), most);

    /// <summary>Somebody who is not there.</summary>
    public static Refusal NoSuchPerson(int row) => new("Campaigns.NoSuchPerson", $"{nameof(CampaignFacts.People)}[{row}]");
}
