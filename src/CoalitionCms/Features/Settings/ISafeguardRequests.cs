using CoalitionCms.Domain;

namespace CoalitionCms.Features.Settings;

/// <summary>
/// Requests approval by a second admin for relaxing a safeguard, or for a change of what readers trust. Accounts depend on the settings;
/// the settings do not depend on accounts.
/// </summary>
internal interface ISafeguardRequests
{
    /// <summary>Adds a request to the next save, if a second admin is required.</summary>
    /// <returns>True when it now waits for approval; false when the actor may act alone.</returns>
    Task<Result<bool>> RunAsync(Actor actor, RelaxedSafeguard rule, SecondFactorDemand demand, CancellationToken cancellationToken);

    /// <summary>Saves a request for a change, if the four-eyes rule holds and there is a second admin.</summary>
    /// <param name="subject">What is to be changed; an earlier request for the same is replaced.</param>
    /// <param name="proposal">The change as JSON, for <see cref="IChangeByTwo"/>.</param>
    /// <returns>True when it now waits for approval; false when the actor may act alone.</returns>
    Task<Result<bool>> ForChangeAsync(
        Actor actor, RelaxedSafeguard rule, Guid subject, string proposal, CancellationToken cancellationToken);
}

/// <summary>A kind of change that one admin proposes and a second one makes.</summary>
internal interface IChangeByTwo
{
    RelaxedSafeguard Rule { get; }

    /// <summary>Returns what would be public after it, for the second admin to judge.</summary>
    IReadOnlyList<ProposedValue> Read(string proposal);

    /// <summary>Makes the change in a save of its own; refused if what is to be changed was changed since.</summary>
    Task<Result> MakeAsync(Actor actor, string proposal, CancellationToken cancellationToken);
}

/// <param name="Label">Resource key.</param>
/// <param name="Language">Language tag of the text; empty if it is in none.</param>
/// <param name="Key">Resource key of the value, if it is a word of the program.</param>
internal sealed record ProposedValue(string Label, string Text, string Language = "", string Key = "");
