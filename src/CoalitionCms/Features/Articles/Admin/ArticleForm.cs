using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Articles.Admin;

internal sealed class ArticleForm
{
    public BylineKind Byline { get; set; }
    public string? BylineName { get; set; }
    public string? BylineNativeName { get; set; }

    /// <summary>Day to show instead of the day of publication.</summary>
    public DateOnly? DatedOn { get; set; }

    public Guid? CampaignId { get; set; }
    public Guid? EventId { get; set; }
    public string? Cover { get; set; }
    public List<CorrectionFields> Corrections { get; set; } = [];

    internal static ArticleForm Of(ArticleFacts facts, string language) => new()
    {
        Byline = facts.Byline,
        BylineName = facts.BylineName,
        BylineNativeName = facts.BylineNativeName,
        DatedOn = facts.DatedOn,
        CampaignId = facts.CampaignId,
        EventId = facts.EventId,
        Cover = facts.Cover,
        Corrections = CorrectionFields.Of(facts.Corrections, language),
    };

    // An article by the Coalition has no author's name; a name typed earlier is discarded rather than stored invisibly.
    internal ArticleFacts ToFacts(string language, ICollection<Error> errors) => (Byline == BylineKind.Coalition
        ? new ArticleFacts(Byline, "", "", DatedOn, CampaignId, EventId, Cover ?? "")
        : new(Byline, CleanText.Line(BylineName), CleanText.Line(BylineNativeName), DatedOn, CampaignId, EventId, Cover ?? "")) with
    {
        Corrections = CorrectionFields.Read(Corrections, language, nameof(Corrections), errors),
    };
}
