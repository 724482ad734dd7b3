using CoalitionCms.Features.Settings;
using CoalitionCms.Integrity;

namespace CoalitionCms.Operations.Health;

/// <summary>How a check went.</summary>
public enum HealthState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Worth a look.</summary>
    Look,

    /// <summary>Something must be done now.</summary>
    Act,
}

/// <summary>One check of the health page.</summary>
/// <param name="Key">Names it; its sentences are <c>Health.Key.Title</c>, <c>.Why</c> and <c>.Do</c>.</param>
/// <param name="State">How it went.</param>
/// <param name="Found">Ending of the key of the sentence that says what was found.</param>
/// <param name="Arguments">What that sentence is filled with.</param>
public sealed record HealthRow(string Key, HealthState State, string Found, params object[] Arguments)
{
    /// <summary>True when the check has not run yet, and nothing is known to be wrong.</summary>
    public bool IsUnknown { get; init; }
}

/// <summary>What the request itself shows of the way it came.</summary>
/// <param name="IsHttps">It came encrypted, as far as the site can tell.</param>
/// <param name="HasUnknownProxy">A proxy passed it on, whose word does not count.</param>
public sealed record RequestFacts(bool IsHttps, bool HasUnknownProxy);

/// <summary>The health page.</summary>
/// <param name="Lines">The checks.</param>
/// <param name="Head">The last line of the log, to be noted elsewhere.</param>
/// <param name="AtUtc">When the page was made.</param>
/// <param name="CheckedAt">When everything was last verified; null when it was not yet.</param>
/// <param name="IsChecking">True while it is.</param>
/// <param name="ReadingOnly">How the switch stands.</param>
public sealed record HealthView(IReadOnlyList<HealthRow> Lines, ChainHead Head, DateTime AtUtc, DateTime? CheckedAt, bool IsChecking, ReadingOnlyState ReadingOnly);
