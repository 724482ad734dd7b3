using CoalitionCms.Web;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>A fact in words with the numbers of its sources; a null line is "unknown".</summary>
public sealed record SourcedText(LanguageText? Line, IReadOnlyList<int> Sources);

/// <summary>A date with the numbers of its sources.</summary>
public sealed record SourcedDate(FuzzyDate Date, IReadOnlyList<int> Sources);

/// <summary>A name of a place: in the reader's words, and as it is written there.</summary>
public sealed record PlaceView(LanguageText? Text, LanguageText? Original)
{
    /// <summary>True where neither is known.</summary>
    public bool IsUnknown => Text is null && Original is null;
}

/// <summary>Facts as lines, in the order of the page.</summary>
public sealed record PersonFactsView
{
    /// <summary>Birth.</summary>
    public required SourcedDate Born { get; init; }

    /// <summary>Death.</summary>
    public required SourcedDate Died { get; init; }

    /// <summary>True where the person is dead.</summary>
    public required bool IsDead { get; init; }

    /// <summary>Work.</summary>
    public required SourcedText Occupation { get; init; }

    /// <summary>Region.</summary>
    public required LanguageText? Region { get; init; }

    /// <summary>Times in custody, oldest first.</summary>
    public required IReadOnlyList<EpisodeView> Episodes { get; init; }

    /// <summary>Charges.</summary>
    public required IReadOnlyList<ChargeView> Charges { get; init; }

    /// <summary>Sentence.</summary>
    public required Sentence Sentence { get; init; }

    /// <summary>Its ends: by the judgment, expected, in fact.</summary>
    public required (FuzzyDate Official, FuzzyDate Expected, FuzzyDate Actual) Ends { get; init; }

    /// <summary>Numbers of the sources of sentence and ends.</summary>
    public required IReadOnlyList<int> SentenceSources { get; init; }

    /// <summary>Prison or other place where held.</summary>
    public required PlaceView HeldAt { get; init; }

    /// <summary>City or province of it.</summary>
    public required PlaceView HeldIn { get; init; }

    /// <summary>Numbers of the sources of both.</summary>
    public required IReadOnlyList<int> HeldAtSources { get; init; }

    /// <summary>Notes that are published: health, family, lawyer.</summary>
    public required IReadOnlyList<NoteView> Notes { get; init; }
}

/// <summary>A time in custody.</summary>
public sealed record EpisodeView(DetentionEpisode Episode, IReadOnlyList<int> Sources);

/// <summary>A published note.</summary>
public sealed record NoteView(CaseFact Fact, LanguageText Text, IReadOnlyList<int> Sources);

/// <summary>A charge: in the reader's words, in its own, where the law has it, and what became of it.</summary>
public sealed record ChargeView(LanguageText? Text, LanguageText? Original, LanguageText? Law, IReadOnlyList<ChargeStepView> History, IReadOnlyList<int> Sources);

/// <summary>A step of a charge.</summary>
public sealed record ChargeStepView(FuzzyDate Date, ChargeStepKind Kind, LanguageText? Text, IReadOnlyList<int> Sources);

/// <summary>Numbers the sources of a page in the order in which they are named; the same source has one number.</summary>
internal sealed class SourceNumbers
{
    private readonly List<Source> all = [];

    public IReadOnlyList<Source> All => all;

    public IReadOnlyList<int> Of(IReadOnlyList<Source>? sources) => [.. (sources ?? []).Select(Number).Distinct().Order()];

    private int Number(Source source)
    {
        if (!all.Contains(source))
            all.Add(source);
        return all.IndexOf(source) + 1;
    }
}
