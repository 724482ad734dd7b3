using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>How somebody agreed to be named.</summary>
public enum NameChoice
{
    /// <summary>Nothing was said: for an event, what the person chose for all events holds; without that the name is hidden. No row says this.</summary>
    NotSaid,

    /// <summary>Not at all.</summary>
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
    /// <summary>Nothing is on record.</summary>
    public static Consent None { get; } = new(NameChoice.NotSaid, ConsentMeans.None, null, "", null);

    /// <summary>What it comes to on a day: a consent without means, before it was given or past its last day, names nobody.</summary>
    public NameChoice On(DateOnly day) => Means == ConsentMeans.None || GivenOn > day || Until < day || Choice == NameChoice.NotSaid ? NameChoice.Hidden : Choice;

    /// <summary>What is impossible about it.</summary>
    /// <param name="line">Name of the part of the form.</param>
    /// <param name="alias">The person's alias.</param>
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
