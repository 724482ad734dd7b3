using CoalitionCms.Domain;

namespace CoalitionCms.Features.People;

/// <summary>A sentence.</summary>
/// <param name="Days">Days of a term.</param>
internal sealed record Sentence(SentenceKind Kind, int Years, int Months, int Days);

/// <summary>A charge: its wording and the article of the law.</summary>
/// <param name="Text">The charge, per language.</param>
/// <param name="Law">Article of the law, per language.</param>
internal sealed record Charge(LocalText Text, string Original, string OriginalLanguage, LocalText Law)
{
    /// <summary>The changes of the charge, oldest first.</summary>
    public IReadOnlyList<ChargeStep> History { get; init; } = [];

    public IReadOnlyList<Source> Sources { get; init; } = [];
}

internal sealed record ChargeStep(FuzzyDate Date, ChargeStepKind Kind, LocalText Text, IReadOnlyList<Source> Sources);

internal sealed record OriginalName(string Text, string Language);

/// <summary>A note that could harm someone: readers see it only after a decision to publish it.</summary>
/// <param name="IsPublic">True if it is published with the case.</param>
internal sealed record CaseNote(LocalText Text, bool IsPublic);

/// <summary>A period in custody.</summary>
/// <param name="From">First day.</param>
/// <param name="Until">Last day; unknown while it continues.</param>
/// <param name="Ended">True when it is over, even if the day is unknown.</param>
internal sealed record DetentionEpisode(Custody Custody, FuzzyDate From, FuzzyDate Until, bool Ended)
{
    public IReadOnlyList<Source> Sources { get; init; } = [];
}

internal sealed record Source(string Title, string Publisher, string Url, FuzzyDate Date, DateOnly? RetrievedOn);

/// <summary>Letters to the person in prison.</summary>
/// <param name="Address">Lines of the address, as the post of the country reads them.</param>
/// <param name="Language">The language of the address.</param>
/// <param name="LettersIn">The languages in which letters are handed over.</param>
/// <param name="Avoid">What a letter must not say.</param>
internal sealed record PrisonMail(string Address, string Language, LocalText LettersIn, LocalText Avoid);

/// <summary>What is known for the model questionnaire of the Working Group on
/// Arbitrary Detention and stands nowhere else in the case.</summary>
/// <param name="ConsentNote">Who of the family answered, when, and what they asked for.</param>
internal sealed record UnSheet(FamilyConsent Consent, string ConsentNote, IReadOnlyList<UnAnswer> Answers)
{
    public static UnSheet None { get; } = new(FamilyConsent.NotAsked, "", []);
}

internal sealed record UnAnswer(UnQuestion Question, string Text);

/// <summary>A dated event of a case.</summary>
/// <param name="Date">When, as precisely as known.</param>
/// <param name="Text">A sentence about it, per language.</param>
internal sealed record CaseEvent(FuzzyDate Date, CaseEventKind Kind, LocalText Text, IReadOnlyList<Source> Sources);

internal sealed record FactSources
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

    /// <summary>Returns the sources that the function provides for each fact; null if no fact has one.</summary>
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

    public FactSources? Without(IReadOnlyCollection<CaseFact> facts) => From(f => facts.Contains(f) ? [] : Of(f));
}
