using CoalitionCms.Features.People;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Campaigns;

/// <summary>How a campaign stands and since when.</summary>
public sealed record CampaignStanding(CampaignState State, FuzzyDate StartedOn, FuzzyDate EndedOn)
{
    /// <summary>The sign beside the word.</summary>
    public string Glyph => State switch { CampaignState.Active => "▸", CampaignState.Paused => "‖", CampaignState.Won => "✓", _ => "–" };

    /// <summary>Colour class of the badge.</summary>
    public string Tone => State switch { CampaignState.Active => "info", CampaignState.Paused => "warn", CampaignState.Won => "ok", _ => "none" };
}

/// <summary>A campaign in a list.</summary>
/// <param name="Line">Title, summary, language and address.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="People">Whom it is for.</param>
public sealed record CampaignCard(EntryLine Line, CampaignStanding Standing, IReadOnlyList<PersonCard> People);

/// <summary>A page of the list of campaigns.</summary>
public sealed record CampaignList(IReadOnlyList<CampaignCard> Campaigns, string? Next);

/// <summary>All that a campaign's page shows.</summary>
/// <param name="SubjectId">The campaign.</param>
/// <param name="Title">The demand.</param>
/// <param name="Summary">One or two sentences.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Outcome">What happened, or null.</param>
/// <param name="People">Whom it is for.</param>
/// <param name="Body">The text, what a supporter can do among it.</param>
/// <param name="Updates">Articles, newest first.</param>
public sealed record CampaignView(
    Guid SubjectId,
    string Title,
    string Summary,
    CampaignStanding Standing,
    LocalLine? Outcome,
    IReadOnlyList<PersonCard> People,
    SafeHtml Body,
    IReadOnlyList<EntryLine> Updates);
