using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>How somebody agreed to be named.</summary>
public enum NameChoice
{
    /// <summary>Nothing was said: for an event, what the person chose for all events holds;
    /// without that the name is hidden. No row says this.</summary>
    NotSaid,

    Hidden,

    Alias,

    PublicName,
}

public enum ConsentMeans
{
    /// <summary>No agreement is on record.</summary>
    None,

    InPerson,

    InWriting,

    ByTheMember,

    /// <summary>The organisation had published the name before, with the person's knowledge.</summary>
    PublishedEarlier,
}

/// <summary>What a named person agreed to. Separate from whether they came.</summary>
/// <param name="GivenBy">Who gave it, when not the person: "Self" is written as empty.</param>
/// <param name="Until">Last day it holds; without one until withdrawn.</param>
public sealed record Consent(NameChoice Choice, ConsentMeans Means, DateOnly? GivenOn, string GivenBy, DateOnly? Until)
{
    public static Consent None { get; } = new(NameChoice.NotSaid, ConsentMeans.None, null, "", null);

    /// <summary>What it comes to on a day: a consent without means, before it was given or past its last day, names nobody.</summary>
    public NameChoice On(DateOnly day) =>
        Means == ConsentMeans.None || GivenOn > day || Until < day || Choice == NameChoice.NotSaid ? NameChoice.Hidden : Choice;

    /// <summary>What is impossible about it.</summary>
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
