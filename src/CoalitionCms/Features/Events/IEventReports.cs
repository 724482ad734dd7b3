using CoalitionCms.Content;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Events;

/// <summary>Finds articles about an event. Articles depend on events; events do not depend on articles.</summary>
internal interface IEventReports
{
    /// <summary>Returns the newest articles about the event.</summary>
    Task<IReadOnlyList<EntryRow>> AboutAsync(Guid itemId, Language language, int count, CancellationToken cancellationToken);

    /// <summary>Returns the newest texts of articles about the event, drafts included: for staff.</summary>
    Task<IReadOnlyList<string>> TextsAboutAsync(Guid itemId, CancellationToken cancellationToken);
}
