using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Articles;

/// <summary>Why an article's facts are refused.</summary>
public static class ArticlesRefusals
{
    /// <summary>A byline by name has no name.</summary>
    public static Refusal BylineMissing { get; } = new("Articles.BylineMissing", nameof(ArticleFacts.BylineName));

    /// <summary>Too long for a name.</summary>
    public static Refusal BylineTooLong { get; } = new("Articles.BylineTooLong", nameof(ArticleFacts.BylineName));

    /// <summary>The campaign does not exist.</summary>
    public static Refusal NoSuchCampaign { get; } = new("Articles.NoSuchCampaign", nameof(ArticleFacts.CampaignId));

    /// <summary>The event does not exist.</summary>
    public static Refusal NoSuchEvent { get; } = new("Articles.NoSuchEvent", nameof(ArticleFacts.EventId));
}
