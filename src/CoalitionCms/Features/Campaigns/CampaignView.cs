using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.People;

namespace CoalitionCms.Features.Campaigns;

internal sealed record CampaignStanding(CampaignState State, FuzzyDate StartedOn, FuzzyDate EndedOn, FuzzyDate PausedOn)
{
    public static CampaignStanding Of(CampaignFacts facts) => new(facts.State, facts.StartedOn, facts.EndedOn, facts.PausedOn);

    public string Glyph => State switch { CampaignState.Active => "▸", CampaignState.Paused => "‖", CampaignState.Won => "✓", _ => "–" };

    public string Tone =>
        State switch { CampaignState.Active => "info", CampaignState.Paused => "warn", CampaignState.Won => "ok", _ => "none" };
}

/// <summary>A campaign in a list.</summary>
/// <param name="Line">Title, summary, language and address.</param>
/// <param name="Outcome">The outcome, or null.</param>
/// <param name="HasLetter">True while it asks for letters.</param>
internal sealed record CampaignCard(EntryRow Line, CampaignStanding Standing, LanguageText? Outcome, IReadOnlyList<PersonCard> People,
    bool HasLetter)
{
    /// <summary>The first of its people for whom a letter may still help, or null.</summary>
    public PersonCard? WantsLetter => HasLetter ? People.FirstOrDefault(p => p.Status.WantsLetters) : null;
}

internal sealed record CampaignList(IReadOnlyList<CampaignCard> Campaigns, string? Next);

/// <summary>The content of a campaign's page.</summary>
/// <param name="Summary">One or two sentences.</param>
/// <param name="Outcome">The outcome, or null.</param>
/// <param name="Body">The text, including the actions for supporters.</param>
/// <param name="Updates">Articles, newest first.</param>
internal sealed record CampaignView(
    Guid ItemId,
    string Title,
    string Summary,
    CampaignStanding Standing,
    LanguageText? Outcome,
    IReadOnlyList<PersonCard> People,
    SafeHtml Body,
    IReadOnlyList<EntryRow> Updates)
{
    public required AppealView Appeal { get; init; }

    /// <summary>The public address, to be copied; empty in a preview.</summary>
    public string Address { get; init; } = "";

    /// <summary>True if the page says what supporters can do.</summary>
    public bool HasActs => Standing.State == CampaignState.Active && (People.Count > 0 || Appeal.Actions.Lines.Count > 0);
}

/// <summary>The material for supporters, for readers of one language.</summary>
/// <param name="Addressees">The recipients of letters; empty if the campaign is not active.</param>
/// <param name="Actions">Further actions.</param>
/// <param name="Avoid">What letters should leave out, or null.</param>
/// <param name="ShareText">A text to share, or null.</param>
internal sealed record AppealView(IReadOnlyList<AddresseeView> Addressees, LinesView Demands, LinesView Actions, LanguageText? Avoid,
    LanguageText? ShareText)
{
    /// <summary>True if there are both a recipient and a demand.</summary>
    public bool HasLetter => Addressees.Count > 0 && Demands.Lines.Count > 0;

    public static AppealView Of(CampaignFacts facts, Language language)
    {
        var appeal = facts.Appeal ?? Appeal.None;
        return new(
            facts.State == CampaignState.Active
            ? [.. appeal.Addressees.Select(a =>
            new AddresseeView(Line(a.Name, language), LanguageTexts.For(a.Address, language), Line(a.Salutation, language)))]
            : [],
            LanguageTexts.For(appeal.Demands, language),
            LanguageTexts.For(appeal.Actions, language),
            Line(appeal.Avoid, language),
            Line(appeal.ShareText, language));
    }

    private static LanguageText? Line(LocalText text, Language language) =>
        text.For(language.Code) is { } found ? new(found.Text, found.Language) : null;
}

internal sealed record AddresseeView(LanguageText? Name, LinesView Address, LanguageText? Salutation);

/// <summary>A letter or poster for a person.</summary>
/// <param name="Campaign">Its campaign; null on the poster of a person without one.</param>
/// <param name="Others">Other campaigns that ask for letters for the same person.</param>
internal sealed record SheetView(PersonView Person, EntryRow? Campaign, AppealView Appeal, IReadOnlyList<EntryRow> Others)
{
    /// <summary>
    /// The demand on the poster: the first demand if the campaign is for this person only, otherwise its title, which applies to all of its
    /// people. Null for a person who is free.
    /// </summary>
    public LanguageText? Demand { get; init; }
}
