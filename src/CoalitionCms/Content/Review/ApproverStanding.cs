using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>When and by whom an account was created.</summary>
/// <param name="By">Name of the person who created or invited it; empty for the host.</param>
public sealed record AccountOrigin(DateTime Since, string By);

/// <summary>
/// Determines whether an approver is independent of an author: an account that the author admitted, reset, gave a role or freed of second
/// factors may be the author under another name. Actions of the host's command line do not count.
/// </summary>
public sealed class ApproverStanding(CmsDbContext db)
{
    private static readonly TimeSpan Young = TimeSpan.FromDays(7);
    private static readonly string[] Giving =
        [AuditVerb.AccountCreated, AuditVerb.AccountRoleChanged, AuditVerb.AccountEnabled, AuditVerb.AccountResetLinkMade,
            AuditVerb.AccountFactorsRemoved];

    /// <summary>
    /// True when, before <paramref name="at"/>, one of the authors changed the approver's account, or anybody did within seven days.
    /// </summary>
    public async Task<bool> IsTiedAsync(Guid approver, IReadOnlySet<Guid> writers, DateTime at, CancellationToken cancellationToken) =>
        (await TiesAsync(approver, cancellationToken)).Any(t => t.At <= at && (writers.Contains(t.By) || t.At > at - Young));

    public async Task<AccountOrigin?> OriginAsync(Guid accountId, CancellationToken cancellationToken)
    {
        if (await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken) is not { } account)
        {
            return null;
        }

        var maker = (await TiesAsync(accountId, cancellationToken)).Where(t => t.Verb == AuditVerb.AccountCreated)
            .Select(t => (Guid?)t.By).FirstOrDefault();
        return new(account.CreatedAt, await db.Set<Account>().Where(a => a.Id == maker).Select(a => a.Name)
            .SingleOrDefaultAsync(cancellationToken) ?? "");
    }

    private async Task<IReadOnlyList<Tie>> TiesAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var id = accountId.ToString("D");
        var rows = await db.AuditEntries.AsNoTracking().Where(e => e.ObjectId == id && Giving.Contains(e.Verb))
            .Select(e => new { e.Verb, e.Actor, e.AtUtc, e.Details }).ToListAsync(cancellationToken);
        var ties = new List<Tie>();
        foreach (var row in rows)
        {
            // An account created by an invitation counts as created by the inviter; one created by the set-up link, by the host.
            var by = row.Actor == Actor.Visitor.Id ? await InviterAsync(row.Details, cancellationToken) : row.Actor;
            if (Guid.TryParse(by, out var maker) && maker != accountId)
            {
                ties.Add(new(row.Verb, maker, row.AtUtc));
            }
        }

        return ties;
    }

    private async Task<string?> InviterAsync(string details, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(details);
        return json.RootElement.TryGetProperty("link", out var link) && link.GetString() is { } id
            ? await db.AuditEntries.Where(e => e.ObjectId == id && e.Verb == AuditVerb.AccountInvited).Select(e => e.Actor)
                .FirstOrDefaultAsync(cancellationToken)
            : null;
    }

    private sealed record Tie(string Verb, Guid By, DateTime At);
}
