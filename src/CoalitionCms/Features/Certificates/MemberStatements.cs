using CoalitionCms.Data;
using CoalitionCms.Features.Events;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Certificates;

internal sealed class MemberStatements(CmsDbContext db) : IMemberStatements
{
    public Task<int> StandingAsync(Guid memberId, CancellationToken cancellationToken) =>
        db.Set<Certificate>().CountAsync(s => s.MemberId == memberId && s.RevokedAt == null, cancellationToken);

    public async Task MoveAsync(Guid fromMemberId, Guid toMemberId, CancellationToken cancellationToken)
    {
        foreach (var statement in await db.Set<Certificate>().Where(s => s.MemberId == fromMemberId).ToListAsync(cancellationToken))
        {
            statement.MoveTo(toMemberId);
        }
    }
}
