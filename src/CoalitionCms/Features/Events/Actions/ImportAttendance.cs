using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>
/// Imports a file into the attendance list of an event: first previews the changes, then, once exactly those are confirmed, makes all of
/// them in one save.
/// </summary>
internal sealed class ImportAttendance(CmsDbContext db, AuditLog audit)
{
    /// <summary>Previews the changes; the whole file is refused if it is not an attendance list.</summary>
    public async Task<Result<AttendancePlan>> PreviewAsync(Actor actor, Guid eventId, string text, CancellationToken cancellationToken)
    {
        var (plan, _) = await PlanAsync(actor, eventId, text, cancellationToken);
        return plan;
    }

    /// <summary>Makes the previewed changes, or nothing if the changes would now be different.</summary>
    public async Task<Result<int>> RunAsync(Actor actor, Guid eventId, string text, string signature, CancellationToken cancellationToken)
    {
        var (plan, list) = await PlanAsync(actor, eventId, text, cancellationToken);
        if (!plan.IsDone)
        {
            return Result.Failed<int>(plan.Errors);
        }

        if (plan.Value.Signature != signature)
        {
            return new Error("Files.PlanChanged");
        }

        if (plan.Value.Changes.Count == 0)
        {
            return Result.Of(0);
        }

        var position = list.Values.Select(a => a.Position).DefaultIfEmpty(-1).Max();
        var lines = new List<object>();
        foreach (var change in plan.Value.Changes)
        {
            var line = change.MemberId is { } id ? list.GetValueOrDefault(id) : null;
            if (line is null)
            {
                var name = change.Line.Name;
                line = new Attendance(Guid.CreateVersion7(), eventId,
                    change.MemberId ?? NewMember.Add(db, audit, actor,
                    new(name.Romanised, name.Native, name.NativeLanguage, change.Line.Standing)).Id);
                line.Begin(AttendanceRoles.None, ++position);
                db.Add(line);
            }

            line.Note(change.Line.Status, change.Line.Roles);
            lines.Add(new
            {
                member = line.MemberId,
                did = change.IsListed
                ? "changed"
                : "added",
                now = new { status = line.Status, roles = line.Roles }
            });
        }

        // Security: logs ids and what changed, never a name.
        audit.Record(actor, AuditVerb.AttendanceRecorded, nameof(Event), eventId, new { at = "file", lines });
        db.Invalidate(CacheTag.Attendance, CacheTag.Item(eventId));
        return (await db.SaveOrStaleAsync(new Error("Files.PlanChanged"), new Error("Files.PlanChanged"), cancellationToken))
            .With(lines.Count);
    }

    private async Task<(Result<AttendancePlan> Plan, Dictionary<Guid, Attendance> List)> PlanAsync(Actor actor, Guid eventId, string text,
        CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return (EventsErrors.NotAllowed, []);
        }

        if (!await db.Set<Event>().AnyAsync(e => e.Id == eventId, cancellationToken))
        {
            return (EventsErrors.NoSuchEvent, []);
        }

        var file = AttendanceTable.Read(text);
        if (!file.IsDone)
        {
            return (Result.Failed<AttendancePlan>(file.Errors), []);
        }

        var list = await db.Set<Attendance>().Where(a => a.EventId == eventId).ToDictionaryAsync(a => a.MemberId, cancellationToken);
        var roster = await db.Set<Member>().AsNoTracking().Select(m => new { m.Id, m.RomanisedName, m.NativeName, m.NativeLanguage })
            .ToListAsync(cancellationToken);
        return (Result.Of(AttendancePlan.Of(file.Value,
            [.. roster.Select(m => new RosterMember(m.Id, DisplayName.Of(m.RomanisedName, m.NativeName, m.NativeLanguage), "", false))],
            list)), list);
    }
}
