using CoalitionCms.Content.Actions;
using CoalitionCms.Data;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>
/// Who came to an event, and what they agreed to, stays in their own record, whatever becomes of the text about it.
/// </summary>
internal sealed class AttendedEvents(CmsDbContext db) : IKeptItems
{
    public async Task<bool> KeepsAsync(Guid itemId, CancellationToken cancellationToken) =>
        await db.Set<Attendance>().AnyAsync(a => a.EventId == itemId, cancellationToken)
        || await db.Set<GivenConsent>().AnyAsync(c => c.EventId == itemId, cancellationToken);
}
