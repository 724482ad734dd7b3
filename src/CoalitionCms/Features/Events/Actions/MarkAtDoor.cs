using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>
/// Marks one person at the door as present, or as not present. The request states the wanted result and does not toggle, so that a request
/// sent twice, or from two phones, does no harm. It changes one row and records no consent.
/// </summary>
internal sealed class MarkAtDoor(CmsDbContext db, AuditLog audit, TimeProvider clock)
{
    /// <summary>A request from the door page.</summary>
    /// <param name="AttendanceId">The row in the list.</param>
    public sealed record Input(Guid EventId, Guid AttendanceId, bool IsHere);

    /// <summary>The resulting state.</summary>
    /// <param name="WasSo">True when the row already had this state because another person was faster.</param>
    /// <param name="At">When it was marked, UTC.</param>
    public sealed record Marked(Guid AttendanceId, bool IsHere, bool WasSo, Guid? By, DateTime? At);

    public async Task<Result<Marked>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return EventsErrors.NotAllowed;
        }

        // Of two requests at the same time, the second reads the state left by the first.
        return await db.RetryAsync<Result<Marked>>(attempts: 5, async () =>
        {
            // Security: the row must belong to this event; ids from other lists are refused.
            if (await db.Set<Attendance>()
                .SingleOrDefaultAsync(a => a.Id == input.AttendanceId && a.EventId == input.EventId, cancellationToken)
                is not { } line)
            {
                return EventsErrors.NotOnList;
            }

            if (line.Status == AttendanceStatus.Attended == input.IsHere)
            {
                return Result.Of(new Marked(line.Id, input.IsHere, WasSo: true, line.MarkedBy, line.MarkedAt));
            }

            var change = await ChangeAsync(actor, line, input.IsHere, cancellationToken);
            audit.Record(actor, AuditVerb.AttendanceRecorded, nameof(Event), input.EventId,
                new { at = "door", lines = (object[])[change] });
            db.Invalidate(CacheTag.Attendance, CacheTag.Item(input.EventId));
            await db.SaveChangesAsync(cancellationToken);
            return Result.Of(new Marked(line.Id, input.IsHere, WasSo: false, line.MarkedBy, line.MarkedAt));
        });
    }

    private async Task<object> ChangeAsync(Actor actor, Attendance line, bool isHere, CancellationToken cancellationToken)
    {
        // A person checked in by mistake was not expected, so the row is removed. It is kept if the person has a consent on record for this
        // event.
        if (!isHere && line.IsByMarkAlone
            && !await db.Set<GivenConsent>().AnyAsync(c => c.MemberId == line.MemberId && c.EventId == line.EventId, cancellationToken))
        {
            db.Remove(line);
            line.Unmark();
            return new { member = line.MemberId, did = "removed" };
        }

        if (isHere)
        {
            line.Mark(actor.AccountId, clock.NowToMillisecond());
        }
        else
        {
            line.Unmark();
        }

        return new { member = line.MemberId, did = "changed", now = new { status = line.Status } };
    }
}
