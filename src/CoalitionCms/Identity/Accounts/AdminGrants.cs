using System.Globalization;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>
/// Actions that require two admins: making a third one while the four-eyes rule is enabled, and relaxing the rules that protect against one
/// stolen session, and changing what readers trust. The host's command line is exempt, and its actions are logged.
/// </summary>
internal sealed class AdminGrants(CmsDbContext db, TimeProvider clock)
{
    // Security: twice as long as the longest session, so that a stolen session has ended.
    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);
    private static readonly TimeSpan Young = TimeSpan.FromDays(7);
    private static readonly string[] Taking = [AuditVerb.AccountDisabled, AuditVerb.AccountRoleChanged, AuditVerb.PersonPurged];
    private static readonly string[] Giving =
        [AuditVerb.AccountCreated, AuditVerb.AccountRoleChanged, AuditVerb.AccountEnabled, AuditVerb.AccountResetLinkMade,
            AuditVerb.AccountFactorsRemoved];

    /// <summary>True when assigning this role requires a second admin.</summary>
    public async Task<bool> NeedSecondAsync(Actor actor, Role role, CancellationToken cancellationToken) =>
        role == Role.Admin && actor.AccountId is not null && await db.Set<SiteSettings>().AsNoTracking().Select(s => s.NeedsApproval)
            .SingleOrDefaultAsync(cancellationToken);

    public Task<bool> HasSecondAsync(Actor actor, CancellationToken cancellationToken) =>
        db.Set<Account>().AnyAsync(a => a.Role == Role.Admin && a.DisabledAt == null && a.Id != actor.AccountId, cancellationToken);

    /// <summary>
    /// True when somebody's access was removed or changed within a day: an admin who has been the only one since then may have caused this.
    /// </summary>
    public Task<bool> IsAloneSinceLatelyAsync(CancellationToken cancellationToken) =>
        WasLatelyAsync(Taking, Lately, objectId: null, cancellationToken);

    /// <summary>
    /// True when the actor's access was created or changed by an account within seven days: such an admin may be the requester under
    /// another name.
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
        rows.RemoveAll(r => !r.IsAsMade || !clock.IsWithin(AdminRequest.Patience, r.RequestedAt));
        var ids = rows.SelectMany(r => new[] { r.RequestedBy, r.AccountId ?? r.RequestedBy }).Distinct().ToList();
        var names = await db.Set<Account>().AsNoTracking().Where(a => ids.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, a => a.Name, cancellationToken);
        return [.. rows.Select(r => new AdminRequestRow(
            r.Id, r.AccountId is { } id ? names.GetValueOrDefault(id, "") : r.Note, r.AccountId is null && r.Rule is null, r.Rule,
                r.Demand, r.Proposal, names.GetValueOrDefault(r.RequestedBy, ""), r.RequestedAt, r.RequestedBy == actor.AccountId))];
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
/// An admin's request to make somebody an admin, to relax a rule or to change what readers trust, waiting for a second admin. Deleted once
/// it is decided; the log keeps the decision.
/// </summary>
internal sealed class AdminRequest : IAudited
{
    public static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    public Guid Id { get; init; }

    /// <summary>The account that is to become an admin; null for an invitation or a rule.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The rule to relax, or the kind of change; null for a new admin.</summary>
    public RelaxedSafeguard? Rule { get; init; }

    /// <summary>The address to be changed; empty for everything else.</summary>
    public Guid Subject { get; init; }

    /// <summary>The change, as JSON (<see cref="IChangeByTwo"/>); empty for everything else.</summary>
    public string Proposal { get; init; } = "";

    /// <summary>The roles that would still need a second factor, if the rule is about second factors.</summary>
    public SecondFactorDemand Demand { get; init; }

    public string Note { get; init; } = "";

    /// <summary>The language in which the link of an invitation opens; null for the browser's.</summary>
    public string? Language { get; init; }

    public Guid RequestedBy { get; init; }
    public DateTime RequestedAt { get; init; }

    /// <summary>What it says, encrypted for this row. Security: one that was changed in the database alone is no request.</summary>
    public string Made { get; private set; } = "";

    public bool IsAsMade => Made == Words;

    private string Words => string.Create(
        CultureInfo.InvariantCulture, $"{AccountId:N} {Rule} {Subject:N} {Demand} {Language} {RequestedBy:N} {RequestedAt:O}");

    public AdminRequest AsMade()
    {
        Made = Words;
        return this;
    }
}

/// <param name="Whom">Name of the account, or the note of the invitation.</param>
/// <param name="IsInvitation">True for somebody who has no account yet.</param>
/// <param name="Rule">The rule to be relaxed, or the kind of change; null for a new admin.</param>
/// <param name="Demand">The roles that would still need a second factor.</param>
/// <param name="Proposal">The change, as JSON; empty for everything else.</param>
/// <param name="IsOwn">True for the reader's own request, which somebody else decides.</param>
internal sealed record AdminRequestRow(
    Guid Id, string Whom, bool IsInvitation, RelaxedSafeguard? Rule, SecondFactorDemand Demand,
    string Proposal, string By, DateTime At, bool IsOwn);
