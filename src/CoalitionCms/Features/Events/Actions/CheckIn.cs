using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>
/// Checks in people who are on the roster or on no list: adds them to the event's list and marks them as present. Their names stay hidden.
/// </summary>
internal sealed class CheckIn(CmsDbContext db, AuditLog audit, TimeProvider clock)
{
    /// <summary>The maximum number of people on one list.</summary>
    public const int MaxListed = 5_000;

    public sealed record Input(Guid EventId, IReadOnlyList<Arrival> People);

    /// <summary>A person who arrives.</summary>
    /// <param name="Field">Name of the row in the form.</param>
    /// <param name="MemberId">The member, or null for a new person.</param>
    public sealed record Arrival(string Field, Guid? MemberId, NewPerson? Person);

    /// <summary>Checks the people in, or returns the reason for a refusal.</summary>
    /// <returns>The number of people who were newly marked as present.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return EventsErrors.NotAllowed;
        }

        if (!await db.Set<Event>().AnyAsync(e => e.Id == input.EventId, cancellationToken))
        {
            return EventsErrors.NoSuchEvent;
        }

        // Another device may add the same person to the list at the same time.
        return await db.RetryAsync<Result<int>>(attempts: 5, async () =>
        {
            var list = await db.Set<Attendance>().Where(a => a.EventId == input.EventId).ToListAsync(cancellationToken);
            var errors = await CheckAsync(input, list, cancellationToken);
            if (errors.Count > 0)
            {
                return Result.Failed<int>(errors);
            }

            var changes = Admit(actor, input, list);
            if (changes.Count > 0)
            {
                audit.Record(actor, AuditVerb.AttendanceRecorded, nameof(Event), input.EventId, new { at = "door", lines = changes });
                db.Invalidate(CacheTag.Attendance, CacheTag.Item(input.EventId));
                await db.SaveChangesAsync(cancellationToken);
            }

            return Result.Of(changes.Count);
        });
    }

    private async Task<List<Error>> CheckAsync(Input input, List<Attendance> list, CancellationToken cancellationToken)
    {
        var ids = input.People.Select(p => p.MemberId).OfType<Guid>().ToList();
        var known = (await db.Set<Member>().AsNoTracking().Where(m => ids.Contains(m.Id)).Select(m => m.Id).ToListAsync(cancellationToken))
            .ToHashSet();
        var errors = input.People.SelectMany(p => p.MemberId is { } id
            ? known.Contains(id) ? [] : [EventsErrors.NoSuchMember(p.Field)]
            : p.Person?.Check(p.Field) ?? [EventsErrors.NoSuchMember(p.Field)]).ToList();
        return list.Count + input.People.Count > MaxListed ? [.. errors, new Error("Door.Full", "", MaxListed)] : errors;
    }

    private List<object> Admit(Actor actor, Input input, List<Attendance> list)
    {
        var (changes, now) = (new List<object>(), clock.NowToMillisecond());
        var position = list.Select(a => a.Position).DefaultIfEmpty(-1).Max();
        foreach (var person in input.People)
        {
            var line = person.MemberId is { } id ? list.Find(a => a.MemberId == id) : null;
            if (line?.Status == AttendanceStatus.Attended)
            {
                continue;
            }

            var isNew = line is null;
            if (line is null)
            {
                line = new Attendance(Guid.CreateVersion7(), input.EventId,
                    person.MemberId ?? NewMember.Add(db, audit, actor, person.Person!).Id);
                line.Begin(person.Person?.Standing == Standing.Guest ? AttendanceRoles.Guest : AttendanceRoles.None, ++position);
                db.Add(line);
                list.Add(line);
            }

            if (isNew)
            {
                line.MarkArrival(actor.AccountId, now);
            }
            else
            {
                line.Mark(actor.AccountId, now);
            }

            changes.Add(new { member = line.MemberId, did = isNew ? "added" : "changed", now = new { status = line.Status } });
        }

        return changes;
    }
}
