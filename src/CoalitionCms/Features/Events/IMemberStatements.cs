namespace CoalitionCms.Features.Events;

/// <summary>The certificates of a member. They depend on attendance; attendance does not depend on them.</summary>
internal interface IMemberStatements
{
    /// <summary>Returns the number of valid certificates, which anyone who holds their code can check.</summary>
    Task<int> StandingAsync(Guid memberId, CancellationToken cancellationToken);

    /// <summary>Moves the certificates of one member to another, in the next save.</summary>
    Task MoveAsync(Guid fromMemberId, Guid toMemberId, CancellationToken cancellationToken);
}
