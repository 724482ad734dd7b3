namespace CoalitionCms.Features.Events;

/// <summary>How somebody agreed to be named.</summary>
public enum NameChoice
{
    /// <summary>Not at all. The default.</summary>
    Hidden,

    /// <summary>By the alias.</summary>
    Alias,

    /// <summary>By the full name.</summary>
    PublicName,
}

/// <summary>How the agreement was given.</summary>
public enum ConsentMeans
{
    /// <summary>No agreement is on record.</summary>
    None,

    /// <summary>Said so in person.</summary>
    InPerson,

    /// <summary>Wrote so.</summary>
    InWriting,

    /// <summary>By the member's own account.</summary>
    ByTheMember,

    /// <summary>The organisation had published the name before, with the person's knowledge.</summary>
    PublishedEarlier,
}

/// <summary>What a named person agreed to. Separate from whether they came.</summary>
/// <param name="Choice">How to be named.</param>
/// <param name="Means">How it was given.</param>
/// <param name="GivenOn">When.</param>
/// <param name="GivenBy">Who gave it, when not the person: "Self" is written as empty.</param>
/// <param name="Until">Last day it holds; without one until withdrawn.</param>
public sealed record Consent(NameChoice Choice, ConsentMeans Means, DateOnly? GivenOn, string GivenBy, DateOnly? Until)
{
    /// <summary>Nothing was agreed to: the name is hidden.</summary>
    public static Consent None { get; } = new(NameChoice.Hidden, ConsentMeans.None, null, "", null);
}
