using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>The text of a fact with the numbers of its sources; a null line means "unknown".</summary>
internal sealed record SourcedText(LanguageText? Line, IReadOnlyList<int> Sources);

internal sealed record SourcedDate(FuzzyDate Date, IReadOnlyList<int> Sources);

/// <summary>A place name in the reader's language and in the original language.</summary>
internal sealed record PlaceView(LanguageText? Text, LanguageText? Original)
{
    public bool IsUnknown => Text is null && Original is null;
}

/// <summary>Facts as lines, in the order of the page.</summary>
internal sealed record PersonFactsView
{
    public required SourcedDate Born { get; init; }
    public required SourcedDate Died { get; init; }
    public required bool IsDead { get; init; }
    public required SourcedText Occupation { get; init; }
    public required LanguageText? Region { get; init; }

    /// <summary>Periods in custody, oldest first.</summary>
    public required IReadOnlyList<EpisodeView> Episodes { get; init; }

    public required IReadOnlyList<ChargeView> Charges { get; init; }
    public required Sentence Sentence { get; init; }
    public required (FuzzyDate Official, FuzzyDate Expected, FuzzyDate Actual) Ends { get; init; }
    public required IReadOnlyList<int> SentenceSources { get; init; }

    /// <summary>Prison or other place of detention.</summary>
    public required PlaceView HeldAt { get; init; }

    public required PlaceView HeldIn { get; init; }
    public required IReadOnlyList<int> HeldAtSources { get; init; }

    /// <summary>Published notes: health, family, lawyer.</summary>
    public required IReadOnlyList<NoteView> Notes { get; init; }
}

internal sealed record EpisodeView(DetentionEpisode Episode, IReadOnlyList<int> Sources);

internal sealed record NoteView(CaseFact Fact, LanguageText Text, IReadOnlyList<int> Sources);

/// <summary>A charge: in the reader's language, in the original language, the article of the law, and its history.</summary>
internal sealed record ChargeView(LanguageText? Text, LanguageText? Original, LanguageText? Law, IReadOnlyList<ChargeStepView> History,
    IReadOnlyList<int> Sources);

internal sealed record ChargeStepView(FuzzyDate Date, ChargeStepKind Kind, LanguageText? Text, IReadOnlyList<int> Sources);

/// <summary>Numbers the sources of a page in the order of their first use; the same source has one number.</summary>
internal sealed class SourceNumbers
{
    private readonly List<Source> all = [];

    public IReadOnlyList<Source> All => all;

    public IReadOnlyList<int> Of(IReadOnlyList<Source>? sources) => [.. (sources ?? []).Select(Number).Distinct().Order()];

    private int Number(Source source)
    {
        if (!all.Contains(source))
        {
            all.Add(source);
        }

        return all.IndexOf(source) + 1;
    }
}
