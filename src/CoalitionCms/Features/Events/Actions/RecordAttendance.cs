using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>
/// Records who came to an event and how each may be named, the whole list in one save. A line that somebody else changed meanwhile is left as it is
/// and handed back beside what was typed; the other lines are saved.
/// </summary>
public sealed class RecordAttendance(CmsDbContext db, AuditLog audit, TimeProvider clock, CmsOptions options)
{
    /// <summary>The lines that were touched.</summary>
    /// <param name="EventId">The event.</param>
    /// <param name="Lines">One for each.</param>
    public sealed record Input(Guid EventId, IReadOnlyList<RosterLine> Lines);

    /// <summary>Saves, or says what stands in the way.</summary>
    public async Task<Outcome<RecordedRoster>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return EventsRefusals.NotAllowed;
        }

        if (!await db.Events.AnyAsync(e => e.Id == input.EventId, cancellationToken))
        {
            return EventsRefusals.NoSuchEvent;
        }

        for (var attempt = 1; ; attempt++)
        {
            var lines = await db.Attendances.Where(a => a.EventId == input.EventId).ToListAsync(cancellationToken);
            var refusals = await CheckAsync(input, lines, cancellationToken);
            if (refusals.Count > 0)
            {
                return Outcome.Refused<RecordedRoster>(refusals);
            }

            var recorded = Prepare(actor, input, lines);
            try
            {
                if (recorded.Saved > 0)
                {
                    await db.SaveChangesAsync(cancellationToken);
                }

                return Outcome.Of(recorded);
            }
            catch (DbUpdateException) when (attempt < 3)
            {
                // Somebody else saved in this very moment: what they changed shows as a conflict now.
                db.Forget();
            }
        }
    }

    private async Task<List<Refusal>> CheckAsync(Input input, List<Attendance> list, CancellationToken cancellationToken)
    {
        var today = clock.TodayIn(options.Zone);
        var ids = input.Lines.Select(l => MemberOf(l, list)).OfType<Guid>().ToList();
        var aliases = await db.Members.AsNoTracking().Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Alias, cancellationToken);
        return [.. input.Lines.Where(l => !l.Remove).SelectMany(line => MemberOf(line, list) switch
        {
            { } id when aliases.TryGetValue(id, out var alias) => line.Values.Check(line.Field, alias, today),
            null when line.Person is { } person => person.Check(line.Field).Concat(line.Values.Check(line.Field, "", today)),

            // A line that somebody took off meanwhile is a conflict, not a mistake.
            null when line.AttendanceId is not null => [],
            _ => [EventsRefusals.NoSuchMember(line.Field)],
        })];
    }

    private static Guid? MemberOf(RosterLine line, List<Attendance> list) => line.AttendanceId is { } id ? list.Find(a => a.Id == id)?.MemberId : line.MemberId;

    private RecordedRoster Prepare(Actor actor, Input input, List<Attendance> list)
    {
        var (changes, conflicts) = (new List<object>(), new List<RosterConflict>());
        var position = list.Select(a => a.Position).DefaultIfEmpty(-1).Max();
        foreach (var line in input.Lines)
        {
            var theirs = line.AttendanceId is { } id ? list.Find(a => a.Id == id) : list.Find(a => a.MemberId == line.MemberId);
            if (line.Remove && theirs is null)
            {
                continue; // Gone already, as wished.
            }

            if (line.AttendanceId is null ? theirs is not null : theirs?.Version != line.Version)
            {
                conflicts.Add(new(line, theirs?.Id));
            }
            else if (line.Remove)
            {
                db.Remove(theirs!);
                changes.Add(new { member = theirs!.MemberId, did = "removed" });
            }
            else if (theirs is not null)
            {
                changes.Add(new { member = theirs.MemberId, did = "changed", now = line.Values.Since(AttendanceLine.Of(theirs)) });
                theirs.Record(line.Values.Status, line.Values.Roles, theirs.Position, line.Values.Consent, line.Values.HiddenByStaff);
            }
            else
            {
                var added = new Attendance(Guid.CreateVersion7(), input.EventId, line.MemberId ?? NewMember.Add(db, audit, actor, line.Person!));
                added.Record(line.Values.Status, line.Values.Roles, ++position, line.Values.Consent, line.Values.HiddenByStaff);
                db.Add(added);
                list.Add(added);
                changes.Add(new { member = added.MemberId, did = "added", now = line.Values.Since(null) });
            }
        }

        if (changes.Count > 0)
        {
            // Security: ids and what changed; the log never holds a name that somebody may want hidden one day.
            audit.Record(actor, AuditVerb.AttendanceRecorded, nameof(Event), input.EventId, new { lines = changes });
            db.Changes(PageTag.Attendance, PageTag.Subject(input.EventId));
        }

        return new(changes.Count, conflicts);
    }
}
