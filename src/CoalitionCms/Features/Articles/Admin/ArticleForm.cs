using CoalitionCms.Domain;

namespace CoalitionCms.Features.Articles.Admin;

/// <summary>An article's facts as form fields.</summary>
public sealed class ArticleForm
{
    public BylineKind Byline { get; set; }
    public string? BylineName { get; set; }
    public string? BylineNativeName { get; set; }

    /// <summary>Day to show instead of that of publication.</summary>
    public DateOnly? DatedOn { get; set; }

    public Guid? CampaignId { get; set; }
    public Guid? EventId { get; set; }
    public string? Cover { get; set; }

    internal static ArticleForm Of(ArticleFacts facts) => new()
    {
        Byline = facts.Byline,
        BylineName = facts.BylineName,
        BylineNativeName = facts.BylineNativeName,
        DatedOn = facts.DatedOn,
        CampaignId = facts.CampaignId,
        EventId = facts.EventId,
        Cover = facts.Cover,
    };

    // The Coalition's byline carries no name: one that was typed before is not kept where nobody sees it.
    internal ArticleFacts ToFacts() => Byline == BylineKind.Coalition
        ? new(Byline, "", "", DatedOn, CampaignId, EventId, Cover ?? "")
        : new(Byline, CleanText.Line(BylineName), CleanText.Line(BylineNativeName), DatedOn, CampaignId, EventId, Cover ?? "");
}
