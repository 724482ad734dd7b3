using CoalitionCms.Kernel;

namespace CoalitionCms.Features.People;

/// <summary>Where a person stands in their case.</summary>
public enum CaseStatus
{
    /// <summary>Serving a sentence.</summary>
    Imprisoned,

    /// <summary>Held without a charge or before trial.</summary>
    Detained,

    /// <summary>Nobody outside knows where they are.</summary>
    WhereaboutsUnknown,

    /// <summary>Kept at home, or barred from leaving the country.</summary>
    HouseArrest,

    /// <summary>Set free.</summary>
    Released,

    /// <summary>Abroad and unable to return.</summary>
    InExile,

    /// <summary>Died while in the hands of the state.</summary>
    DiedInCustody,
}

/// <summary>How sure a status is.</summary>
public enum Certainty
{
    /// <summary>Confirmed.</summary>
    Known,

    /// <summary>Believed on good grounds.</summary>
    Believed,
}

/// <summary>What kind of step a case event is.</summary>
public enum CaseEventKind
{
#pragma warning disable CS1591 // Each is the plain word.
    Detained,
    HouseArrest,
    Arrested,
    Tried,
    Sentenced,
    Transferred,
    Released,
    Escaped,
    LeftCountry,
    Awarded,
    Illness,
    Died,
    Other,
#pragma warning restore CS1591
}

/// <summary>How somebody was held.</summary>
public enum Custody
{
    /// <summary>Police custody, detention centre, prison.</summary>
    Prison,

    /// <summary>At home, under guard.</summary>
    HouseArrest,
}

/// <summary>What sort of sentence was passed.</summary>
public enum SentenceKind
{
    /// <summary>None passed, or none known of.</summary>
    None,

    /// <summary>A fixed term.</summary>
    Term,

    /// <summary>For life.</summary>
    Life,

    /// <summary>Death.</summary>
    Death,

    /// <summary>Death with a reprieve.</summary>
    SuspendedDeath,

    /// <summary>Passed, but its length is not known.</summary>
    Unknown,
}

/// <summary>A sentence.</summary>
/// <param name="Kind">Sort.</param>
/// <param name="Years">Years of a term.</param>
/// <param name="Months">Months of a term.</param>
/// <param name="Days">Days of a term.</param>
public sealed record Sentence(SentenceKind Kind, int Years, int Months, int Days);

/// <summary>A charge: the words of the law and where they stand.</summary>
/// <param name="Text">The charge, per language.</param>
/// <param name="Original">Its original wording.</param>
/// <param name="OriginalLanguage">Language of <paramref name="Original"/>.</param>
/// <param name="Law">Article of the law, per language.</param>
public sealed record Charge(LocalText Text, string Original, string OriginalLanguage, LocalText Law);

/// <summary>A stretch of time in custody.</summary>
/// <param name="Custody">How held.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day; unknown while it goes on.</param>
/// <param name="Ended">True when it is over, also where the day is unknown.</param>
public sealed record DetentionEpisode(Custody Custody, FuzzyDate From, FuzzyDate Until, bool Ended);

/// <summary>Where a statement comes from.</summary>
/// <param name="Title">Title.</param>
/// <param name="Publisher">Who published it.</param>
/// <param name="Url">Address, or empty.</param>
/// <param name="Date">When published.</param>
/// <param name="RetrievedOn">When it was read.</param>
public sealed record Source(string Title, string Publisher, string Url, FuzzyDate Date, DateOnly? RetrievedOn);

/// <summary>A dated step in a case.</summary>
/// <param name="Date">When, as precisely as known.</param>
/// <param name="Kind">What.</param>
/// <param name="Text">A sentence about it, per language.</param>
/// <param name="Sources">Where it comes from.</param>
public sealed record CaseEvent(FuzzyDate Date, CaseEventKind Kind, LocalText Text, IReadOnlyList<Source> Sources);

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
}
