using CoalitionCms.Data.Audit;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Members.Actions;

/// <summary>
/// Takes a file into the roster: first what it would do, then, when somebody agreed to exactly that, all of it in one save.
/// </summary>
public sealed class ImportMembers(CmsDbContext db, AuditLog audit)
{
    /// <summary>So many lines share an entry of the log.</summary>
    private const int LinesAnEntry = 500;

    /// <summary>What the file would do; refused as a whole when it is no roster.</summary>
    public async Task<Result<RosterPlan>> PreviewAsync(Actor actor, string text, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return MembersErrors.NotAllowed;
        }

        var file = RosterTable.Read(text);
        return file.IsDone
            ? Result.Of(RosterPlan.Of(file.Value, await db.Set<Member>().AsNoTracking().ToListAsync(cancellationToken)))
            : Result.Failed<RosterPlan>(file.Errors);
    }

    /// <summary>Does what was shown, and nothing when it would be something else by now.</summary>
    /// <returns>How many were added or changed.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string text, string signature, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return MembersErrors.NotAllowed;
        }

        var file = RosterTable.Read(text);
        if (!file.IsDone)
        {
            return Result.Failed<int>(file.Errors);
        }

        var roster = await db.Set<Member>().ToListAsync(cancellationToken);
        var plan = RosterPlan.Of(file.Value, roster);
        if (plan.Signature != signature)
        {
            return MembersErrors.PlanChanged;
        }

        var byId = roster.ToDictionary(m => m.Id);
        foreach (var part in plan.Changes.Chunk(LinesAnEntry))
        {
            var lines = part.Select(change => Write(change, byId)).ToList();

            // Security: ids and names of columns; the log never holds a name.
            audit.Record(actor, AuditVerb.MembersImported, nameof(Member), "roster", new { count = lines.Count, lines });
        }

        db.Invalidate(CacheTag.Attendance);
        return (await db.SaveOrStaleAsync(MembersErrors.PlanChanged, cancellationToken)).With(plan.Changes.Count);
    }

    private object Write(RosterChange change, Dictionary<Guid, Member> byId)
    {
        var member = change.MemberId is { } id ? byId[id] : db.Add(new Member(Guid.CreateVersion7())).Entity;
        change.Now.WriteTo(member);
        return new { member = member.Id, isNew = change.MemberId is null, changed = change.Fields };
    }
}
