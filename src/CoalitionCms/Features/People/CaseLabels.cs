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

/// <summary>What happened to a charge.</summary>
public enum ChargeStepKind
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

/// <summary>The facts that carry sources of their own, in the order in which pages show them.</summary>
public enum CaseFact
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
