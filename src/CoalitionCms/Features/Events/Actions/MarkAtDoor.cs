using CoalitionCms.Data.Audit;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>
/// One tap at the door: somebody is here, or is not after all. It says what is wished,
/// not "the other way round", so that a tap that comes twice,
/// or from two phones, does no harm; it touches one line and gives nobody's consent.
/// </summary>
public sealed class MarkAtDoor(CmsDbContext db, AuditLog audit, TimeProvider clock)
{
    /// <summary>A tap.</summary>
    /// <param name="AttendanceId">The line on its list.</param>
    public sealed record Input(Guid EventId, Guid AttendanceId, bool IsHere);

    /// <summary>What stands there now.</summary>
    /// <param name="WasSo">True when it stood so before the tap: somebody else was faster.</param>
    /// <param name="At">When, UTC.</param>
    public sealed record Marked(Guid AttendanceId, bool IsHere, bool WasSo, Guid? By, DateTime? At);

    public async Task<Result<Marked>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return EventsErrors.NotAllowed;
        }

        // Of two taps at the same moment, the second looks at what the first left.
        return await db.RetryAsync<Result<Marked>>(attempts: 5, async () =>
        {
            // Security: the line must be of this event; ids of other lists lead nowhere.
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
        // Somebody let in by mistake was never invited. A word of theirs about this event keeps the line.
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
