using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>All facts of a case.</summary>
public sealed record PersonFacts
{
    /// <summary>A case of which nothing is known.</summary>
    public static PersonFacts None { get; } = new();

    /// <summary>SHA-256 of the photo; empty for none.</summary>
    public string Photo { get; init; } = "";

    /// <summary>Names.</summary>
    public IReadOnlyList<PersonName> Names { get; init; } = [];

    /// <summary>Where the person stands.</summary>
    public CaseStatus Status { get; init; } = CaseStatus.Detained;

    /// <summary>How sure that is.</summary>
    public Certainty Certainty { get; init; }

    /// <summary>When the status was last checked.</summary>
    public FuzzyDate StatusAsOf { get; init; } = FuzzyDate.Unknown;

    /// <summary>Birth.</summary>
    public FuzzyDate Born { get; init; } = FuzzyDate.Unknown;

    /// <summary>Death.</summary>
    public FuzzyDate Died { get; init; } = FuzzyDate.Unknown;

    /// <summary>Work.</summary>
    public LocalText Occupation { get; init; } = LocalText.Empty;

    /// <summary>Region, for filters.</summary>
    public LocalText Region { get; init; } = LocalText.Empty;

    /// <summary>Where held, or last held.</summary>
    public LocalText HeldAt { get; init; } = LocalText.Empty;

    /// <summary>Charges.</summary>
    public IReadOnlyList<Charge> Charges { get; init; } = [];

    /// <summary>Sentence.</summary>
    public Sentence Sentence { get; init; } = new(SentenceKind.None, 0, 0, 0);

    /// <summary>Times in custody, oldest first.</summary>
    public IReadOnlyList<DetentionEpisode> Episodes { get; init; } = [];

    /// <summary>Steps of the case.</summary>
    public IReadOnlyList<CaseEvent> CaseEvents { get; init; } = [];

    /// <summary>Name of the place where held, in its own wording.</summary>
    public OriginalName? HeldAtOriginal { get; init; }

    /// <summary>City or province where that is.</summary>
    public LocalText HeldIn { get; init; } = LocalText.Empty;

    /// <summary>The same in its own wording.</summary>
    public OriginalName? HeldInOriginal { get; init; }

    /// <summary>When the sentence ends by the judgment.</summary>
    public FuzzyDate OfficialEnd { get; init; } = FuzzyDate.Unknown;

    /// <summary>When the release is expected, which may be earlier or later.</summary>
    public FuzzyDate ExpectedRelease { get; init; } = FuzzyDate.Unknown;

    /// <summary>When the person was in fact released.</summary>
    public FuzzyDate ActualRelease { get; init; } = FuzzyDate.Unknown;

    /// <summary>State of health.</summary>
    public CaseNote? Health { get; init; }

    /// <summary>Family, and how it is treated.</summary>
    public CaseNote? Family { get; init; }

    /// <summary>Who defends the person. A lawyer may be in danger for it, so this is a note as well.</summary>
    public CaseNote? Lawyer { get; init; }

    /// <summary>Sources of single facts.</summary>
    public FactSources? Sources { get; init; }

    /// <summary>The day on which somebody last looked through the whole case; null for never.</summary>
    public DateOnly? VerifiedOn { get; init; }

    /// <summary>A note; null where nothing is said.</summary>
    public CaseNote? NoteOn(CaseFact fact) => fact switch { CaseFact.Health => Health, CaseFact.Family => Family, CaseFact.Lawyer => Lawyer, _ => null };

    // Security: every page, feed and file for readers is made from this and from nothing else. A note without its tick, and what it rests on, is not in it.
    /// <summary>The same without what readers may not see.</summary>
    public PersonFacts ForReaders() => this with
    {
        Health = Public(Health),
        Family = Public(Family),
        Lawyer = Public(Lawyer),
        Sources = Sources?.Without([.. new[] { CaseFact.Health, CaseFact.Family, CaseFact.Lawyer }.Where(f => Public(NoteOn(f)) is null)]),
    };

    private static CaseNote? Public(CaseNote? note) => note is { IsPublic: true, Text.IsEmpty: false } ? note : null;
}
