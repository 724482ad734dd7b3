using CoalitionCms.Content.Actions;
using CoalitionCms.Data;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>
/// Keeps events that have attendances, consents or questions about them: these remain in the record whatever happens to the event's
/// entries.
/// </summary>
internal sealed class AttendedEvents(CmsDbContext db) : IKeptItems
{
    public async Task<bool> KeepsAsync(Guid itemId, CancellationToken cancellationToken) =>
        await db.Set<Attendance>().AnyAsync(a => a.EventId == itemId, cancellationToken)
        || await db.Set<GivenConsent>().AnyAsync(c => c.EventId == itemId, cancellationToken)
        || await db.Set<ConsentQuestion>().AnyAsync(q => q.EventId == itemId, cancellationToken);
}
