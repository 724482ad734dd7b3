using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Members.Actions;

/// <summary>
/// Imports a file into the roster: first previews the changes, then, once exactly those are confirmed, makes all of them in one save.
/// </summary>
internal sealed class ImportMembers(CmsDbContext db, AuditLog audit, INamesOfOthers others)
{
    /// <summary>The number of rows that share one log entry.</summary>
    private const int LinesAnEntry = 500;

    /// <summary>Previews the changes; the whole file is refused if it is not a roster.</summary>
    public async Task<Result<RosterPlan>> PreviewAsync(Actor actor, ColumnMap map, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return MembersErrors.NotAllowed;
        }

        var file = RosterTable.Read(map);
        return file.IsDone
            ? Result.Of(RosterPlan.Of(file.Value, await db.Set<Member>().AsNoTracking().ToListAsync(cancellationToken)))
            : Result.Failed<RosterPlan>(file.Errors);
    }

    /// <summary>Makes the previewed changes, or nothing if the changes would now be different.</summary>
    /// <returns>The number of members added or changed.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, ColumnMap map, string signature, CancellationToken cancellationToken) =>
        actor.May(Permission.TakeAttendance)
            ? await db.AloneAsync(() => ImportAsync(actor, map, signature, cancellationToken), cancellationToken)
            : MembersErrors.NotAllowed;

    private async Task<Result<int>> ImportAsync(Actor actor, ColumnMap map, string signature, CancellationToken cancellationToken)
    {
        var file = RosterTable.Read(map);
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
        foreach (var change in actor.IsProven ? [] : plan.Changes.Where(c => c.MemberId is not null && INamesOfOthers.Concerns(c.Fields)))
        {
            if (await others.IsShownAsync(byId[change.MemberId!.Value], cancellationToken))
            {
                return MembersErrors.ProofNeeded;
            }
        }

        foreach (var part in plan.Changes.Chunk(LinesAnEntry))
        {
            var written = part.Select(change => (Change: change, Member: Write(change, byId))).ToList();
            foreach (var (change, member) in written.Where(w => w.Change.Fields.Contains("hiddenEverywhere")
                || (w.Change.MemberId is not null && INamesOfOthers.Concerns(w.Change.Fields))))
            {
                if (change.MemberId is not null && await others.WouldShowAsync(member, cancellationToken))
                {
                    db.DiscardChanges();
                    return MembersErrors.NameOfOther();
                }

                await others.HideNamesakesAsync(member, cancellationToken);
            }

            // Security: logs ids and names of columns, never a person's name.
            var lines = written.ConvertAll(w => new { member = w.Member.Id, isNew = w.Change.MemberId is null, changed = w.Change.Fields });
            audit.Record(actor, AuditVerb.MembersImported, nameof(Member), "roster", new { count = lines.Count, lines });
        }

        db.Invalidate(CacheTag.Attendance);
        return (await db.SaveOrStaleAsync(MembersErrors.PlanChanged, cancellationToken)).With(plan.Changes.Count);
    }

    private Member Write(RosterChange change, Dictionary<Guid, Member> byId)
    {
        var member = change.MemberId is { } id ? byId[id] : db.Add(new Member(Guid.CreateVersion7())).Entity;
        change.Now.WriteTo(member);
        return member;
    }
}
