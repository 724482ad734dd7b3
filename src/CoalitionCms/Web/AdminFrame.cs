using CoalitionCms.Domain;

namespace CoalitionCms.Web;

/// <summary>The layout data of the admin pages.</summary>
/// <param name="Reader">The name of the signed-in person, in their own script where it is known.</param>
/// <param name="Waiting">How much waits for the reader, by the path of the menu entry.</param>
internal sealed record AdminFrame(string Reader, IReadOnlyDictionary<string, int> Waiting);

/// <summary>Provides the frame for the current request. Its content belongs to features, on which the web layer does not depend.</summary>
internal interface IAdminFrames
{
    Task<AdminFrame> ReadAsync(Actor actor, CancellationToken cancellationToken = default);
}
