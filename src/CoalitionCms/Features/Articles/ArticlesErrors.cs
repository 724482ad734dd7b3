using CoalitionCms.Domain;

namespace CoalitionCms.Features.Articles;

internal static class ArticlesErrors
{
    /// <summary>The byline has no name.</summary>
    public static Error BylineMissing { get; } = new("Articles.BylineMissing", nameof(ArticleFacts.BylineName));

    public static Error BylineTooLong { get; } = new("Articles.BylineTooLong", nameof(ArticleFacts.BylineName));

    public static Error NoSuchCampaign { get; } = new("Articles.NoSuchCampaign", nameof(ArticleFacts.CampaignId));

    public static Error NoSuchEvent { get; } = new("Articles.NoSuchEvent", nameof(ArticleFacts.EventId));
}
