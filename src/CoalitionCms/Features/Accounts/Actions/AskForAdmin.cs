using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Accounts.Actions;

/// <summary>Lays before a second admin that somebody is to become an admin.</summary>
public sealed class AskForAdmin(CmsDbContext db, AdminGrants grants, AuditLog audit, TimeProvider clock)
{
    /// <summary>Asks that an account becomes an admin.</summary>
    public async Task<Outcome> ForAccountAsync(Actor actor, Guid accountId, CancellationToken cancellationToken)
    {
        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken);
        return account is null ? Outcome.Refused(AccountsRefusals.NoSuchAccount)
            : account.Role == Role.Admin ? Outcome.Done
            : await AskAsync(actor, accountId, "", cancellationToken);
    }

    /// <summary>Asks that an admin is invited.</summary>
    public Task<Outcome> ForInvitationAsync(Actor actor, string? note, CancellationToken cancellationToken) => CleanText.Line(note) switch
    {
        { Length: > InviteAccount.MaxNote } => Task.FromResult(Outcome.Refused(AccountsRefusals.TooLong(nameof(InviteAccount.Input.Note), InviteAccount.MaxNote))),
        { Length: 0 } => Task.FromResult(Outcome.Refused(AccountsRefusals.NoteNeeded)),
        var clean => AskAsync(actor, accountId: null, clean, cancellationToken),
    };

    private async Task<Outcome> AskAsync(Actor actor, Guid? accountId, string note, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts) || actor.AccountId is not { } by)
        {
            return Outcome.Refused(AccountsRefusals.NotAllowed);
        }

        if (!await grants.HasSecondAsync(actor, cancellationToken))
        {
            return Outcome.Refused(AccountsRefusals.NoSecondAdmin);
        }

        if (accountId is not null)
        {
            db.RemoveRange(await db.AdminRequests.Where(r => r.AccountId == accountId).ToListAsync(cancellationToken));
        }

        var row = new AdminRequest { Id = Guid.CreateVersion7(), AccountId = accountId, Note = note, RequestedBy = by, RequestedAt = clock.NowToMillisecond() };
        db.Add(row);
        audit.Record(actor, AuditVerb.AdminAsked, AccountChecks.Kind, accountId ?? row.Id, new { request = row.Id, invitation = accountId is null });
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
