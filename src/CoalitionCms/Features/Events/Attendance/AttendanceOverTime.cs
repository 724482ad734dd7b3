using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>The events of a month.</summary>
/// <param name="First">The first day of the month.</param>
/// <param name="Events">Events that began in the month and were not cancelled.</param>
/// <param name="People">The number of attendees, counted once for each event.</param>
internal sealed record AttendanceMonth(DateOnly First, int Events, int People);

/// <summary>Attendance over the last twelve months: numbers only, for staff who take attendance.</summary>
internal sealed class AttendanceOverTime(CmsDbContext db, TimeProvider clock, CmsOptions options)
{
    private const int Months = 12;

    /// <summary>Returns the months in order, the current one last; null when the actor may not take attendance.</summary>
    public async Task<IReadOnlyList<AttendanceMonth>?> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return null;
        }

        var today = clock.TodayIn(options.Zone);
        var first = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - Months);
        var events = await db.Set<Event>().AsNoTracking()
            .Where(e => e.StartsOn >= first && e.StartsOn <= today && e.Status != EventStatus.Cancelled)
            .Select(e =>
            new { e.StartsOn, People = db.Set<Attendance>().Count(a => a.EventId == e.Id && a.Status == AttendanceStatus.Attended) })
            .ToListAsync(cancellationToken);
        var byMonth = events.ToLookup(e => new DateOnly(e.StartsOn.Year, e.StartsOn.Month, 1));
        return [.. Enumerable.Range(0, Months).Select(first.AddMonths)
            .Select(month => new AttendanceMonth(month, byMonth[month].Count(), byMonth[month].Sum(e => e.People)))];
    }
}
