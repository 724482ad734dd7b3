using CoalitionCms.Domain;

namespace CoalitionCms.Features.Settings;

/// <summary>
/// Requests approval by a second admin for relaxing a safeguard. Accounts depend on the settings; the settings do not depend on accounts.
/// </summary>
internal interface ISafeguardRequests
{
    /// <summary>Adds a request to the next save, if a second admin is required.</summary>
    /// <returns>True when it now waits for approval; false when the actor may act alone.</returns>
    Task<Result<bool>> RunAsync(Actor actor, RelaxedSafeguard rule, SecondFactorDemand demand, CancellationToken cancellationToken);
}
