using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events.Actions;

/// <summary>
/// Records who attended an event and how each person may be named, the whole list in one save. A row that another user changed meanwhile is
/// left unchanged and returned together with the submitted values; the other rows are saved.
/// </summary>
internal sealed class RecordAttendance(CmsDbContext db, AuditLog audit, TimeProvider clock, CmsOptions options)
{
    public sealed record Input(Guid EventId, IReadOnlyList<RosterRow> Lines);

    public async Task<Result<RecordedRoster>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return EventsErrors.NotAllowed;
        }

        if (!await db.Set<Event>().AnyAsync(e => e.Id == input.EventId, cancellationToken))
        {
            return EventsErrors.NoSuchEvent;
        }

        // A change that another user saves at the same time shows up as a conflict in the next attempt.
        return await db.RetryAsync(attempts: 3, () => db.AloneAsync<Result<RecordedRoster>>(async () =>
        {
            Guid[] known = [.. input.Lines.Select(l => l.AttendanceId).OfType<Guid>()];
            Guid[] named = [.. input.Lines.Select(l => l.MemberId).OfType<Guid>()];
            var all = db.Set<Attendance>().Where(a => a.EventId == input.EventId);
            var lines = await all.Where(a => known.Contains(a.Id) || named.Contains(a.MemberId)).ToListAsync(cancellationToken);
            var ledger =
                await ConsentLedger.OpenAsync(db, [.. input.Lines.Select(l => MemberOf(l, lines)).OfType<Guid>()], cancellationToken);
            var errors = await CheckAsync(input, lines, ledger, cancellationToken);
            if (errors.Count > 0)
            {
                return Result.Failed<RecordedRoster>(errors);
            }

            if (!actor.IsProven && Loosens(input, lines, ledger))
            {
                return EventsErrors.ProofNeeded;
            }

            var ids = input.Lines.Select(l => MemberOf(l, lines)).OfType<Guid>().ToList();
            var members = await db.Set<Member>().AsNoTracking().Where(m => ids.Contains(m.Id))
                .ToDictionaryAsync(m => m.Id, cancellationToken);
            var recorded = await PrepareAsync(actor, input, lines, ledger, members, cancellationToken);
            if (recorded.Saved > 0)
            {
                await db.SaveChangesAsync(cancellationToken);
            }

            return Result.Of(recorded with { Listed = await all.CountAsync(cancellationToken) });
        }, cancellationToken));
    }

    private async Task<List<Error>> CheckAsync(Input input, List<Attendance> list, ConsentLedger ledger,
        CancellationToken cancellationToken)
    {
        var today = clock.TodayIn(options.Zone);
        var ids = input.Lines.Select(l => MemberOf(l, list)).OfType<Guid>().ToList();
        var aliases = await db.Set<Member>().AsNoTracking().Where(m => ids.Contains(m.Id))
            .ToDictionaryAsync(m => m.Id, m => m.Alias, cancellationToken);
        return [.. input.Lines.Where(l => !l.Remove).SelectMany(line => MemberOf(line, list) switch
        {
            { } id when aliases.TryGetValue(id, out var alias) => line.Values.Check(line.Field, alias, today)
                .Concat(ledger.IsNews(id, input.EventId, line.Values.Consent)
                ? ledger.CheckOnTheirWord(line.Field, id, input.EventId, line.Values.Consent)
                : []),
            null when line.Person is { } person => person.Check(line.Field).Concat(line.Values.Check(line.Field, "", today))
                .Concat(ledger.CheckOnTheirWord(line.Field, Guid.Empty, input.EventId, line.Values.Consent)),

            // A row that another user removed meanwhile is a conflict, not an error.
            null when line.AttendanceId is not null => [],
            _ => [EventsErrors.NoSuchMember(line.Field)],
        })];
    }

    private static Guid? MemberOf(RosterRow line, List<Attendance> list) =>
        line.AttendanceId is { } id ? list.Find(a => a.Id == id)?.MemberId : line.MemberId;

    private bool Loosens(Input input, List<Attendance> list, ConsentLedger ledger)
    {
        var today = clock.TodayIn(options.Zone);

        // A row that staff hid may be shown again, also by taking it off the list and putting it on it again.
        return input.Lines.Any(line =>
            ((line.Remove || !line.Values.HiddenByStaff) && list.Exists(a => a.Id == line.AttendanceId && a.HiddenByStaff))
            || (!line.Remove && ledger.Loosens(MemberOf(line, list) ?? Guid.Empty, input.EventId, line.Values.Consent, today)
                && ledger.IsNews(MemberOf(line, list) ?? Guid.Empty, input.EventId, line.Values.Consent)));
    }

    private async Task<RecordedRoster> PrepareAsync(
        Actor actor, Input input, List<Attendance> list, ConsentLedger ledger, Dictionary<Guid, Member> members,
        CancellationToken cancellationToken)
    {
        var (changes, conflicts, asked) = (new List<object>(), new List<RosterConflict>(), 0);
        var today = clock.TodayIn(options.Zone);
        var position = await db.Set<Attendance>().Where(a => a.EventId == input.EventId).MaxAsync(a => (int?)a.Position, cancellationToken)
            ?? -1;
        foreach (var line in input.Lines)
        {
            var theirs = line.AttendanceId is { } id ? list.Find(a => a.Id == id) : list.Find(a => a.MemberId == line.MemberId);
            if (line.Remove && theirs is null)
            {
                continue; // Gone already, as wished.
            }

            var consent = line.Values.Consent;
            var isNews = !line.Remove && theirs is not null && ledger.IsNews(theirs.MemberId, input.EventId, consent);
            if ((line.AttendanceId is null ? theirs is not null : theirs?.Version != line.Version)
                || (isNews && ledger.Count(theirs!.MemberId, input.EventId) != line.ConsentsSeen))
            {
                // Security: also a conflict if the person changed their choice meanwhile; a form never overwrites a choice that it did not
                // show.
                conflicts.Add(new(line, theirs?.Id));
            }
            else if (line.Remove)
            {
                db.Remove(theirs!);
                changes.Add(new { member = theirs!.MemberId, did = "removed" });
            }
            else
            {
                var member = (theirs?.MemberId ?? line.MemberId) is { } onRoster
                    ? members[onRoster] : NewMember.Add(db, audit, actor, line.Person!);
                var attendance = theirs ?? db.Add(new Attendance(Guid.CreateVersion7(), input.EventId, member.Id)).Entity;
                var known = ledger.Of(attendance.MemberId, input.EventId);
                var isQuestion = consent != Consent.None && consent != known
                    && await ledger.IsQuestionAsync(member, input.EventId, consent, today, cancellationToken);
                var now = consent == Consent.None || isQuestion ? line.Values with { Consent = known } : line.Values;
                var before = theirs is null ? null : AttendanceValues.Of(theirs, known);
                attendance.Record(now.Status, now.Roles, theirs?.Position ?? ++position, now.HiddenByStaff);
                if (isQuestion || now.Consent != known)
                {
                    asked += await ledger.AddOnTheirWordAsync(
                        audit, actor, member, input.EventId, consent, today, clock.NowToMillisecond(), cancellationToken) ? 0 : 1;
                }

                changes.Add(new
                {
                    member = attendance.MemberId,
                    did = theirs is null ? "added" : "changed",
                    now = now.Since(before),
                });
                if (theirs is null)
                {
                    list.Add(attendance);
                }
            }
        }

        if (changes.Count > 0)
        {
            // Security: logs ids and what changed, never a name, which the person may later want hidden.
            audit.Record(actor, AuditVerb.AttendanceRecorded, nameof(Event), input.EventId, new { lines = changes });
            db.Invalidate(CacheTag.Attendance, CacheTag.Item(input.EventId));
        }

        return new(changes.Count, conflicts, asked, Listed: 0);
    }
}
