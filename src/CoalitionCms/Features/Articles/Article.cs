using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Articles;

public enum BylineKind
{
    Coalition,

    OwnName,

    PenName,
}

/// <summary>Facts of an article.</summary>
/// <param name="BylineName">The name in Latin letters, or the pen name; empty for the Coalition.</param>
/// <param name="BylineNativeName">The name in its native script; may be empty.</param>
/// <param name="DatedOn">Day to show and sort by instead of the day of publication.</param>
/// <param name="CampaignId">The campaign of which it is an update.</param>
/// <param name="Cover">SHA-256 of the cover photo; empty for none.</param>
internal sealed record ArticleFacts(
    BylineKind Byline, string BylineName, string BylineNativeName, DateOnly? DatedOn, Guid? CampaignId, Guid? EventId, string Cover = "")
{
    /// <summary>The facts of an article by the Coalition that is not related to anything.</summary>
    public static ArticleFacts None { get; } = new(BylineKind.Coalition, "", "", null, null, null);

    public IReadOnlyList<Correction> Corrections { get; init; } = [];
}

/// <summary>News, an update or a report; its text is stored in entries.</summary>
internal sealed class Article : ItemRow
{
    public BylineKind Byline { get; private set; }
    public string BylineName { get; private set; } = "";
    public string BylineNativeName { get; private set; } = "";

    /// <summary>Day to show instead of the day of publication.</summary>
    public DateOnly? DatedOn { get; private set; }

    public Guid? CampaignId { get; private set; }
    public Guid? EventId { get; private set; }

    /// <summary>SHA-256 of the cover photo; empty for none.</summary>
    public string Cover { get; private set; } = "";

    public IReadOnlyList<Correction> Corrections { get; private set; } = [];

    public ArticleFacts ToFacts() =>
        new(Byline, BylineName, BylineNativeName, DatedOn, CampaignId, EventId, Cover) { Corrections = Corrections };

    public override string ToJson() => FactsJson.Write(ToFacts());

    protected override void Take(string json)
    {
        var facts = FactsJson.Read<ArticleFacts>(json);
        (Byline, BylineName, BylineNativeName, DatedOn) = (facts.Byline, facts.BylineName, facts.BylineNativeName, facts.DatedOn);
        (CampaignId, EventId, Cover, Corrections) = (facts.CampaignId, facts.EventId, facts.Cover, facts.Corrections);
    }
}
