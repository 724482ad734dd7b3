using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

internal sealed record PersonFacts
{
    public static PersonFacts None { get; } = new();

    /// <summary>SHA-256 of the photo; empty for none.</summary>
    public string Photo { get; init; } = "";

    public IReadOnlyList<PersonName> Names { get; init; } = [];
    public CaseStatus Status { get; init; } = CaseStatus.Detained;
    public Certainty Certainty { get; init; }
    public FuzzyDate StatusAsOf { get; init; } = FuzzyDate.Unknown;
    public FuzzyDate Born { get; init; } = FuzzyDate.Unknown;
    public FuzzyDate Died { get; init; } = FuzzyDate.Unknown;
    public LocalText Occupation { get; init; } = LocalText.Empty;
    public LocalText Region { get; init; } = LocalText.Empty;
    public LocalText HeldAt { get; init; } = LocalText.Empty;
    public IReadOnlyList<Charge> Charges { get; init; } = [];
    public Sentence Sentence { get; init; } = new(SentenceKind.None, 0, 0, 0);

    /// <summary>Periods in custody, oldest first.</summary>
    public IReadOnlyList<DetentionEpisode> Episodes { get; init; } = [];

    public IReadOnlyList<CaseEvent> CaseEvents { get; init; } = [];

    /// <summary>Name of the place of detention in the original language.</summary>
    public OriginalName? HeldAtOriginal { get; init; }

    public LocalText HeldIn { get; init; } = LocalText.Empty;
    public OriginalName? HeldInOriginal { get; init; }
    public FuzzyDate OfficialEnd { get; init; } = FuzzyDate.Unknown;

    /// <summary>The expected date of release; the actual one may be earlier or later.</summary>
    public FuzzyDate ExpectedRelease { get; init; } = FuzzyDate.Unknown;

    public FuzzyDate ActualRelease { get; init; } = FuzzyDate.Unknown;
    public CaseNote? Health { get; init; }
    public CaseNote? Family { get; init; }

    /// <summary>The lawyer. Being named may endanger the lawyer, so this is a note as well.</summary>
    public CaseNote? Lawyer { get; init; }

    public FactSources? Sources { get; init; }

    /// <summary>The day of the last review of the whole case; null for never.</summary>
    public DateOnly? VerifiedOn { get; init; }

    public IReadOnlyList<Correction> Corrections { get; init; } = [];

    /// <summary>Where letters to the person go; null when it is not known.</summary>
    public PrisonMail? Mail { get; init; }

    /// <summary>Answers for the United Nations, only for staff.</summary>
    public UnSheet? Un { get; init; }

    /// <summary>Returns a note; null if there is none.</summary>
    public CaseNote? NoteOn(CaseFact fact) =>
        fact switch { CaseFact.Health => Health, CaseFact.Family => Family, CaseFact.Lawyer => Lawyer, _ => null };

    // Security: every page, feed and file for readers is made from this and from nothing else. Unpublished notes and their sources, and
    // the answers for the United Nations, are not in it.
    /// <summary>Returns the facts without what readers may not see.</summary>
    public PersonFacts ForReaders() => this with
    {
        Un = null,
        Health = Public(Health),
        Family = Public(Family),
        Lawyer = Public(Lawyer),
        Sources = Sources?.Without([.. new[] { CaseFact.Health, CaseFact.Family, CaseFact.Lawyer }.Where(f => Public(NoteOn(f)) is null)]),
    };

    private static CaseNote? Public(CaseNote? note) => note is { IsPublic: true, Text.IsEmpty: false } ? note : null;
}
