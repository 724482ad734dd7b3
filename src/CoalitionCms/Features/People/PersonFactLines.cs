using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.People;

/// <summary>A fact in words with the numbers of its sources; a null line is "unknown".</summary>
public sealed record SourcedLine(LocalLine? Line, IReadOnlyList<int> Sources);

/// <summary>A date with the numbers of its sources.</summary>
public sealed record SourcedDate(FuzzyDate Date, IReadOnlyList<int> Sources);

/// <summary>A name of a place: in the reader's words, and as it is written there.</summary>
public sealed record PlaceLine(LocalLine? Text, LocalLine? Original)
{
    /// <summary>True where neither is known.</summary>
    public bool IsUnknown => Text is null && Original is null;
}

/// <summary>Facts as lines, in the order of the page.</summary>
public sealed record PersonFactLines
{
    /// <summary>Birth.</summary>
    public required SourcedDate Born { get; init; }

    /// <summary>Death.</summary>
    public required SourcedDate Died { get; init; }

    /// <summary>True where the person is dead.</summary>
    public required bool IsDead { get; init; }

    /// <summary>Work.</summary>
    public required SourcedLine Occupation { get; init; }

    /// <summary>Region.</summary>
    public required LocalLine? Region { get; init; }

    /// <summary>Times in custody, oldest first.</summary>
    public required IReadOnlyList<EpisodeLine> Episodes { get; init; }

    /// <summary>Charges.</summary>
    public required IReadOnlyList<ChargeLine> Charges { get; init; }

    /// <summary>Sentence.</summary>
    public required Sentence Sentence { get; init; }

    /// <summary>Its ends: by the judgment, expected, in fact.</summary>
    public required (FuzzyDate Official, FuzzyDate Expected, FuzzyDate Actual) Ends { get; init; }

    /// <summary>Numbers of the sources of sentence and ends.</summary>
    public required IReadOnlyList<int> SentenceSources { get; init; }

    /// <summary>Prison or other place where held.</summary>
    public required PlaceLine HeldAt { get; init; }

    /// <summary>City or province of it.</summary>
    public required PlaceLine HeldIn { get; init; }

    /// <summary>Numbers of the sources of both.</summary>
    public required IReadOnlyList<int> HeldAtSources { get; init; }

    /// <summary>Notes that are published: health, family, lawyer.</summary>
    public required IReadOnlyList<NoteLine> Notes { get; init; }
}

/// <summary>A time in custody.</summary>
public sealed record EpisodeLine(DetentionEpisode Episode, IReadOnlyList<int> Sources);

/// <summary>A published note.</summary>
public sealed record NoteLine(CaseFact Fact, LocalLine Text, IReadOnlyList<int> Sources);

/// <summary>A charge: in the reader's words, in its own, where the law has it, and what became of it.</summary>
public sealed record ChargeLine(LocalLine? Text, LocalLine? Original, LocalLine? Law, IReadOnlyList<ChargeStepLine> History, IReadOnlyList<int> Sources);

/// <summary>A step of a charge.</summary>
public sealed record ChargeStepLine(FuzzyDate Date, ChargeStepKind Kind, LocalLine? Text, IReadOnlyList<int> Sources);

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
