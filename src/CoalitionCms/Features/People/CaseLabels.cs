namespace CoalitionCms.Features.People;

public enum CaseStatus
{
    Imprisoned,

    /// <summary>Held without a charge or before trial.</summary>
    Detained,

    WhereaboutsUnknown,

    /// <summary>Confined at home, or barred from leaving the country.</summary>
    HouseArrest,

    Released,

    InExile,

    DiedInCustody,
}

internal enum Certainty
{
    Known,

    Believed,
}

internal enum CaseEventKind
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

internal enum Custody
{
    /// <summary>Police custody, detention centre, prison.</summary>
    Prison,

    HouseArrest,
}

internal enum SentenceKind
{
    None,

    Term,

    Life,

    Death,

    SuspendedDeath,

    /// <summary>A sentence was passed, but its length is unknown.</summary>
    Unknown,
}

internal enum ChargeStepKind
{
#pragma warning disable CS1591 // Each is the plain word.
    Charged,
    Changed,
    Convicted,
    Upheld,
    Reduced,
    Overturned,
    Acquitted,
    Dropped,
    Other,
#pragma warning restore CS1591
}

/// <summary>Whether the family agrees that the case is sent to the United Nations.</summary>
internal enum FamilyConsent
{
    NotAsked,

    Asked,

    Given,

    Refused,

    /// <summary>Nobody of the family can be reached safely.</summary>
    CannotBeAsked,
}

/// <summary>The questions of the model questionnaire of the Working Group on Arbitrary Detention, in its order.</summary>
internal enum UnQuestion
{
#pragma warning disable CS1591 // Each is the question of that name.
    FamilyName,
    GivenNames,
    Sex,
    BirthDate,
    Nationality,
    IdentityDocument,
    Occupation,
    Residence,
    ArrestDate,
    ArrestPlace,
    ArrestForces,
    Warrant,
    WarrantAuthority,
    ArrestReasons,
    ArrestLaw,
    DetentionDate,
    DetentionDuration,
    DetentionForces,
    DetentionPlaces,
    DetentionAuthority,
    DetentionReasons,
    DetentionLaw,
    Circumstances,
    WhyArbitrary,
    Remedies,
    Submitter,
#pragma warning restore CS1591
}

/// <summary>The facts that have sources of their own, in the order in which pages show them.</summary>
internal enum CaseFact
{
#pragma warning disable CS1591 // Each is the fact of that name.
    Status,
    Born,
    Died,
    Occupation,
    Sentence,
    HeldAt,
    Health,
    Family,
    Lawyer,
#pragma warning restore CS1591
}
