using CoalitionCms.Domain;

namespace CoalitionCms.Features.Settings;

/// <summary>Lays before a second admin that a rule is to be loosened. Accounts know
/// the settings; the settings do not know accounts.</summary>
public interface ISafeguardRequests
{
    /// <summary>Puts the wish into the save that follows, when it takes a second admin.</summary>
    /// <returns>True when it waits now; false when the actor may do it alone.</returns>
    Task<Result<bool>> RunAsync(Actor actor, RelaxedSafeguard rule, SecondFactorDemand demand, CancellationToken cancellationToken);
}
