using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>Finds what was written about an event. Articles know events; events do not know articles.</summary>
public interface IEventReports
{
    /// <summary>The newest articles about it.</summary>
    Task<IReadOnlyList<EntryRow>> AboutAsync(Guid itemId, Language language, int count, CancellationToken cancellationToken);
}
