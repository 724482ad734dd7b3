using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>
/// What takes two admins: making a third while the four-eyes rule is on, and loosening the rules that protect from one stolen session. The host's command line
/// is exempt, and in the log.
/// </summary>
public sealed class AdminGrants(CmsDbContext db, TimeProvider clock)
{
    // Security: twice as long as the longest session, so that a stolen one is over.
    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);
    private static readonly string[] Taking = [AuditVerb.AccountDisabled, AuditVerb.AccountRoleChanged, AuditVerb.PersonPurged];
    private static readonly string[] Giving =
        [AuditVerb.AccountCreated, AuditVerb.AccountRoleChanged, AuditVerb.AccountEnabled, AuditVerb.AccountResetLinkMade, AuditVerb.AccountFactorsRemoved];

    /// <summary>True when giving this role takes a second admin.</summary>
    public async Task<bool> NeedSecondAsync(Actor actor, Role role, CancellationToken cancellationToken) =>
        role == Role.Admin && actor.AccountId is not null && await db.Settings.AsNoTracking().Select(s => s.NeedsApproval).SingleOrDefaultAsync(cancellationToken);

    /// <summary>True when there is an admin besides the actor and the account who may sign in.</summary>
    public Task<bool> HasSecondAsync(Actor actor, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(a => a.Role == Role.Admin && a.DisabledAt == null && a.Id != actor.AccountId, cancellationToken);

    /// <summary>True when somebody's access was taken or changed within a day: who is alone since then was perhaps not meant to be.</summary>
    public Task<bool> IsAloneSinceLatelyAsync(CancellationToken cancellationToken) => WasLatelyAsync(Taking, objectId: null, cancellationToken);

    /// <summary>True when the actor's access was made or changed by an account within a day: such an admin may be the one who asked, under another name.</summary>
    public Task<bool> IsFreshAsync(Actor actor, CancellationToken cancellationToken) => WasLatelyAsync(Giving, actor.Id, cancellationToken);

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
            r.Id, r.AccountId is { } id ? names.GetValueOrDefault(id, "") : r.Note, r.AccountId is null && r.Rule is null, r.Rule, r.Demand, names.GetValueOrDefault(r.RequestedBy, ""), r.RequestedAt, r.RequestedBy == actor.AccountId))];
    }

    private Task<bool> WasLatelyAsync(string[] verbs, string? objectId, CancellationToken cancellationToken)
    {
        var since = clock.NowToMillisecond() - Lately;
        return db.AuditEntries.AnyAsync(
            e => verbs.Contains(e.Verb) && e.AtUtc > since && e.Actor != Actor.CommandLine.Id && (objectId == null || e.ObjectId == objectId), cancellationToken);
    }
}
