namespace CoalitionCms.Features.Events;

/// <summary>The statements made out to a member. They rest on attendance; attendance does not know them.</summary>
public interface IMemberStatements
{
    /// <summary>How many can be checked by who holds their code.</summary>
    Task<int> StandingAsync(Guid memberId, CancellationToken cancellationToken);

    /// <summary>Gives those of one member to another, in the save that follows.</summary>
    Task MoveAsync(Guid fromMemberId, Guid toMemberId, CancellationToken cancellationToken);
}
