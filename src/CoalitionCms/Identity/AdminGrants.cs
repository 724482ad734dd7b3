using CoalitionCms.Data.Audit;
using CoalitionCms.Data;
using CoalitionCms.Features.Settings;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>
/// What takes two admins: making a third while the four-eyes rule is on, and loosening the rules that protect from one stolen session. The
/// host's command line
/// is exempt, and in the log.
/// </summary>
public sealed class AdminGrants(CmsDbContext db, TimeProvider clock)
{
    // Security: twice as long as the longest session, so that a stolen one is over.
    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);
    private static readonly TimeSpan Young = TimeSpan.FromDays(7);
    private static readonly string[] Taking = [AuditVerb.AccountDisabled, AuditVerb.AccountRoleChanged, AuditVerb.PersonPurged];
    private static readonly string[] Giving =
        [AuditVerb.AccountCreated, AuditVerb.AccountRoleChanged, AuditVerb.AccountEnabled, AuditVerb.AccountResetLinkMade,
            AuditVerb.AccountFactorsRemoved];

    /// <summary>True when giving this role takes a second admin.</summary>
    public async Task<bool> NeedSecondAsync(Actor actor, Role role, CancellationToken cancellationToken) =>
        role == Role.Admin && actor.AccountId is not null && await db.Set<SiteSettings>().AsNoTracking().Select(s => s.NeedsApproval)
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>True when there is an admin besides the actor and the account who may sign in.</summary>
    public Task<bool> HasSecondAsync(Actor actor, CancellationToken cancellationToken) =>
        db.Set<Account>().AnyAsync(a => a.Role == Role.Admin && a.DisabledAt == null && a.Id != actor.AccountId, cancellationToken);

    /// <summary>
    /// True when somebody's access was taken or changed within a day: who is alone since then was perhaps not meant to be.
    /// </summary>
    public Task<bool> IsAloneSinceLatelyAsync(CancellationToken cancellationToken) =>
        WasLatelyAsync(Taking, Lately, objectId: null, cancellationToken);

    /// <summary>
    /// True when the actor's access was made or changed by an account within seven
    /// days: such an admin may be the one who asked, under another
    /// name.
    /// </summary>
    public Task<bool> IsFreshAsync(Actor actor, CancellationToken cancellationToken) =>
        WasLatelyAsync(Giving, Young, actor.Id, cancellationToken);

    public async Task<IReadOnlyList<AdminRequestRow>> WaitingAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return [];
        }

        var since = clock.NowToMillisecond() - AdminRequest.Patience;
        var rows = await db.Set<AdminRequest>().AsNoTracking().Where(r => r.RequestedAt > since).OrderBy(r => r.RequestedAt)
            .ThenBy(r => r.Id)
            .Take(200).ToListAsync(cancellationToken);
        var ids = rows.SelectMany(r => new[] { r.RequestedBy, r.AccountId ?? r.RequestedBy }).Distinct().ToList();
        var names = await db.Set<Account>().AsNoTracking().Where(a => ids.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, a => a.Name, cancellationToken);
        return [.. rows.Select(r => new AdminRequestRow(
            r.Id, r.AccountId is { } id ? names.GetValueOrDefault(id, "") : r.Note, r.AccountId is null && r.Rule is null, r.Rule,
                r.Demand, names.GetValueOrDefault(r.RequestedBy, ""), r.RequestedAt, r.RequestedBy == actor.AccountId))];
    }

    private Task<bool> WasLatelyAsync(string[] verbs, TimeSpan within, string? objectId, CancellationToken cancellationToken)
    {
        var since = clock.NowToMillisecond() - within;
        return db.AuditEntries.AnyAsync(
            e => verbs.Contains(e.Verb) && e.AtUtc > since && e.Actor != Actor.CommandLine.Id
                && (objectId == null || e.ObjectId == objectId), cancellationToken);
    }
}

/// <summary>
/// An admin's wish that somebody becomes an admin too, or that a rule is loosened, waiting for a second admin. Gone once it is decided; the
/// log keeps what became of it.
/// </summary>
public sealed class AdminRequest : IAudited
{
    public static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    public Guid Id { get; init; }

    /// <summary>The account that is to become an admin; null for an invitation or a rule.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The rule to loosen; null for a new admin.</summary>
    public RelaxedSafeguard? Rule { get; init; }

    /// <summary>Of whom a second factor is then still demanded, when that is the rule.</summary>
    public SecondFactorDemand Demand { get; init; }

    public string Note { get; init; } = "";
    public Guid RequestedBy { get; init; }
    public DateTime RequestedAt { get; init; }
}

/// <param name="Whom">Name of the account, or the note of the invitation.</param>
/// <param name="IsInvitation">True for somebody who has no account yet.</param>
/// <param name="Rule">The rule that is to be loosened; null for a new admin.</param>
/// <param name="Demand">Of whom a second factor is then still demanded.</param>
/// <param name="IsOwn">True for the reader's own, which somebody else decides.</param>
public sealed record AdminRequestRow(
    Guid Id, string Whom, bool IsInvitation, RelaxedSafeguard? Rule, SecondFactorDemand Demand, string By, DateTime At, bool IsOwn);
