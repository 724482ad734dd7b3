using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Members.Actions;

/// <summary>Exports the whole roster as a table. The log records who exported it and the number of people in it.</summary>
internal sealed class ExportMembers(CmsDbContext db, AuditLog audit)
{
    /// <summary>Returns the rows; the first row holds the column names.</summary>
    public async Task<Result<IReadOnlyList<string>>> RunAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.TakeAttendance))
        {
            return MembersErrors.NotAllowed;
        }

        var members = await db.Set<Member>().AsNoTracking().ToListAsync(cancellationToken);
        audit.Record(actor, AuditVerb.MembersExported, nameof(Member), "roster", new { count = members.Count });
        await db.SaveChangesAsync(cancellationToken);
        return Result.Of<IReadOnlyList<string>>(
            [.. RosterTable.Write([.. members.OrderBy(m => m.RomanisedName, StringComparer.OrdinalIgnoreCase).ThenBy(m => m.Id)])]);
    }
}
