using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>Finds the links that still work, and uses them up. Looking uses nothing up: mail programs open links too.</summary>
public sealed class UsableLinks(CmsDbContext db, TimeProvider clock)
{
    /// <summary>The link of a code, or null when it was used, is too old, is for something else, or never was.</summary>
    public async Task<AccountLink?> FindAsync(string? code, bool forReset, CancellationToken cancellationToken)
    {
        var (hash, now) = (OneTimeCode.HashOf(code ?? ""), clock.NowToMillisecond());
        var link = await db.AccountLinks.AsNoTracking().SingleOrDefaultAsync(
            l => l.CodeHash == hash && l.UsedAt == null && l.ExpiresAt > now && (l.Purpose == LinkPurpose.Reset) == forReset, cancellationToken);

        // Security: the set-up link makes the first account and no other.
        return link?.Purpose == LinkPurpose.SetUp && await db.Users.AnyAsync(cancellationToken) ? null : link;
    }

    /// <summary>Uses a link up, in the transaction of what it is for.</summary>
    /// <returns>False when somebody else was quicker.</returns>
    public async Task<bool> TakeAsync(Guid id, CancellationToken cancellationToken)
    {
        // Security: the database decides between two who come at once; the second finds no row to take.
        var now = clock.NowToMillisecond();
        return await db.AccountLinks.Where(l => l.Id == id && l.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancellationToken) == 1;
    }
}
