using CoalitionCms.Data;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Accounts;

/// <summary>The four-eyes rule for accounts: when it is set, nobody makes an admin alone. The host's command line is exempt, and in the log.</summary>
public sealed class AdminGrants(CmsDbContext db, TimeProvider clock)
{
    /// <summary>True when giving this role takes a second admin.</summary>
    public async Task<bool> NeedSecondAsync(Actor actor, Role role, CancellationToken cancellationToken) =>
        role == Role.Admin && actor.AccountId is not null && await db.Settings.AsNoTracking().Select(s => s.NeedsApproval).SingleOrDefaultAsync(cancellationToken);

    /// <summary>True when there is an admin besides the actor and the account who may sign in.</summary>
    public Task<bool> HasSecondAsync(Actor actor, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(a => a.Role == Role.Admin && a.DisabledAt == null && a.Id != actor.AccountId, cancellationToken);

    /// <summary>Wishes that wait, oldest first.</summary>
    public async Task<IReadOnlyList<AdminRequestRow>> WaitingAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return [];
        }

        var since = clock.NowToMillisecond() - AdminRequest.Patience;
        var rows = await db.AdminRequests.AsNoTracking().Where(r => r.RequestedAt > since).OrderBy(r => r.RequestedAt).ThenBy(r => r.Id).Take(200).ToListAsync(cancellationToken);
        var ids = rows.SelectMany(r => new[] { r.RequestedBy, r.AccountId ?? r.RequestedBy }).Distinct().ToList();
        var names = await db.Users.AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, cancellationToken);
        return [.. rows.Select(r => new AdminRequestRow(
            r.Id, r.AccountId is { } id ? names.GetValueOrDefault(id, "") : r.Note, r.AccountId is null, names.GetValueOrDefault(r.RequestedBy, ""), r.RequestedAt, r.RequestedBy == actor.AccountId))];
    }
}
