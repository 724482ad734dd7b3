using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>How a person agreed to be named.</summary>
internal enum NameChoice
{
    /// <summary>
    /// No choice: for an event, the choice for all events applies; without that the name is hidden. No row has this value.
    /// </summary>
    NotSaid,

    Hidden,

    Alias,

    PublicName,
}

internal enum ConsentMeans
{
    /// <summary>No consent is on record.</summary>
    None,

    InPerson,

    InWriting,

    ByTheMember,

    /// <summary>The organisation had published the name earlier, with the person's knowledge.</summary>
    PublishedEarlier,
}

/// <summary>A person's consent to be named. Independent of whether they attended.</summary>
/// <param name="GivenBy">Who gave the consent, if not the person: "Self" is stored as empty.</param>
/// <param name="Until">The last day on which it is valid; without one, valid until withdrawn.</param>
internal sealed record Consent(NameChoice Choice, ConsentMeans Means, DateOnly? GivenOn, string GivenBy, DateOnly? Until)
{
    public static Consent None { get; } = new(NameChoice.NotSaid, ConsentMeans.None, null, "", null);

    /// <summary>
    /// Returns the effective choice on a day: a consent without means, before it was given or after its last day, allows no name.
    /// </summary>
    public NameChoice On(DateOnly day) =>
        Means == ConsentMeans.None || GivenOn > day || Until < day || Choice == NameChoice.NotSaid ? NameChoice.Hidden : Choice;

    /// <summary>Returns the errors of the consent.</summary>
    /// <param name="line">Name of the part of the form.</param>
    /// <param name="today">Today in the site's zone.</param>
    public IEnumerable<Error> Check(string line, string alias, DateOnly today)
    {
        if (Choice > NameChoice.Hidden && Means == ConsentMeans.None)
        {
            yield return EventsErrors.MeansMissing(line);
        }

        if (Choice == NameChoice.Alias && alias.Length == 0)
        {
            yield return EventsErrors.AliasMissing(line);
        }

        if (GivenOn > today)
        {
            yield return EventsErrors.GivenInFuture(line);
        }

        if (Until < GivenOn)
        {
            yield return EventsErrors.UntilBeforeGiven(line);
        }

        if (GivenBy.Length > EventsErrors.MaxGivenBy)
        {
            yield return EventsErrors.GivenByTooLong(line);
        }
    }
}
