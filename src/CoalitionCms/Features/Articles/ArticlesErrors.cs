using CoalitionCms.Domain;

namespace CoalitionCms.Features.Articles;

/// <summary>Why an article's facts are refused.</summary>
public static class ArticlesErrors
{
    /// <summary>A byline by name has no name.</summary>
    public static Error BylineMissing { get; } = new("Articles.BylineMissing", nameof(ArticleFacts.BylineName));

    public static Error BylineTooLong { get; } = new("Articles.BylineTooLong", nameof(ArticleFacts.BylineName));

    /// <summary>The campaign does not exist.</summary>
    public static Error NoSuchCampaign { get; } = new("Articles.NoSuchCampaign", nameof(ArticleFacts.CampaignId));

    /// <summary>The event does not exist.</summary>
    public static Error NoSuchEvent { get; } = new("Articles.NoSuchEvent", nameof(ArticleFacts.EventId));
}
