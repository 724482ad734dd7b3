using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>Exports the attendance list of an event as a table. The log records who exported it and the number of people in it.</summary>
internal sealed class ExportAttendance(CmsDbContext db, AuditLog audit)
{
    /// <summary>Returns the rows; the first row holds the column names.</summary>
    public async Task<Result<IReadOnlyList<string>>> RunAsync(Actor actor, Guid eventId, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return EventsErrors.NotAllowed;
        }

        if (!await db.Set<Event>().AnyAsync(e => e.Id == eventId, cancellationToken))
        {
            return EventsErrors.NoSuchEvent;
        }

        var lines = await db.Set<Attendance>().AsNoTracking().Where(a => a.EventId == eventId).OrderBy(a => a.Position).ThenBy(a => a.Id)
            .Join(db.Set<Member>().AsNoTracking(), a => a.MemberId, m => m.Id, (a, m) =>
            new { m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage, m.Standing, a.Status, a.Roles })
            .ToListAsync(cancellationToken);
        audit.Record(actor, AuditVerb.AttendanceExported, nameof(Event), eventId, new { count = lines.Count });
        await db.SaveChangesAsync(cancellationToken);
        return Result.Of<IReadOnlyList<string>>([.. AttendanceTable.Write(lines.Select(l =>
            new AttendanceRecord(l.Id, DisplayName.Of(l.RomanisedName, l.NativeName, l.NativeLanguage), l.Status, l.Roles, l.Standing)))]);
    }
}
