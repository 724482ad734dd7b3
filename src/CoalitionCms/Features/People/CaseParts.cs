using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

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
public sealed record Charge(LocalText Text, string Original, string OriginalLanguage, LocalText Law)
{
    /// <summary>What happened to it, oldest first.</summary>
    public IReadOnlyList<ChargeStep> History { get; init; } = [];

    /// <summary>Where it comes from.</summary>
    public IReadOnlyList<Source> Sources { get; init; } = [];
}

/// <summary>A dated step of one charge.</summary>
/// <param name="Date">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Text">A sentence about it, per language.</param>
/// <param name="Sources">Where it comes from.</param>
public sealed record ChargeStep(FuzzyDate Date, ChargeStepKind Kind, LocalText Text, IReadOnlyList<Source> Sources);

/// <summary>A name in its own wording.</summary>
/// <param name="Text">As it is written there.</param>
/// <param name="Language">Language and script.</param>
public sealed record OriginalName(string Text, string Language);

/// <summary>A note that may harm somebody: readers see it only where somebody decided that they may.</summary>
/// <param name="Text">The note, per language.</param>
/// <param name="IsPublic">True where it is published with the case.</param>
public sealed record CaseNote(LocalText Text, bool IsPublic);

/// <summary>A stretch of time in custody.</summary>
/// <param name="Custody">How held.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day; unknown while it goes on.</param>
/// <param name="Ended">True when it is over, also where the day is unknown.</param>
public sealed record DetentionEpisode(Custody Custody, FuzzyDate From, FuzzyDate Until, bool Ended)
{
    /// <summary>Where it comes from.</summary>
    public IReadOnlyList<Source> Sources { get; init; } = [];
}

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

/// <summary>Where single facts come from, fact by fact.</summary>
public sealed record FactSources
{
#pragma warning disable CS1591 // Each is the fact of that name.
    public IReadOnlyList<Source> Status { get; init; } = [];

    public IReadOnlyList<Source> Born { get; init; } = [];

    public IReadOnlyList<Source> Died { get; init; } = [];

    public IReadOnlyList<Source> Occupation { get; init; } = [];

    public IReadOnlyList<Source> Sentence { get; init; } = [];

    public IReadOnlyList<Source> HeldAt { get; init; } = [];

    public IReadOnlyList<Source> Health { get; init; } = [];

    public IReadOnlyList<Source> Family { get; init; } = [];

    public IReadOnlyList<Source> Lawyer { get; init; } = [];
#pragma warning restore CS1591

    /// <summary>Those of the facts that a function answers for; null where no fact has one.</summary>
    public static FactSources? From(Func<CaseFact, IReadOnlyList<Source>> of)
    {
        var all = Enum.GetValues<CaseFact>().Select(of).ToArray();
        return all.All(s => s.Count == 0) ? null : new()
        {
            Status = all[(int)CaseFact.Status],
            Born = all[(int)CaseFact.Born],
            Died = all[(int)CaseFact.Died],
            Occupation = all[(int)CaseFact.Occupation],
            Sentence = all[(int)CaseFact.Sentence],
            HeldAt = all[(int)CaseFact.HeldAt],
            Health = all[(int)CaseFact.Health],
            Family = all[(int)CaseFact.Family],
            Lawyer = all[(int)CaseFact.Lawyer],
        };
    }

    /// <summary>Those of one fact.</summary>
    public IReadOnlyList<Source> Of(CaseFact fact) => fact switch
    {
        CaseFact.Status => Status,
        CaseFact.Born => Born,
        CaseFact.Died => Died,
        CaseFact.Occupation => Occupation,
        CaseFact.Sentence => Sentence,
        CaseFact.HeldAt => HeldAt,
        CaseFact.Health => Health,
        CaseFact.Family => Family,
        _ => Lawyer,
    };

    /// <summary>The same without those of some facts.</summary>
    public FactSources? Without(IReadOnlyCollection<CaseFact> facts) => From(f => facts.Contains(f) ? [] : Of(f));
}
