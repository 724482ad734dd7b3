using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>Requests the approval of a second admin for making somebody an admin.</summary>
internal sealed class AskForAdmin(CmsDbContext db, AdminGrants grants, AuditLog audit, TimeProvider clock)
{
    public async Task<Result> ForAccountAsync(Actor actor, Guid accountId, CancellationToken cancellationToken)
    {
        var account = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken);
        return account is null ? Result.Failed(AccountsErrors.NoSuchAccount)
            : account.Role == Role.Admin ? Result.Done
            : await AskAsync(actor, accountId, "", language: null, cancellationToken);
    }

    public async Task<Result> ForInvitationAsync(Actor actor, InviteAccount.Input input, CancellationToken cancellationToken)
    {
        var note = CleanText.Line(input.Note);
        return note.Length > InviteAccount.MaxNote
            ? Result.Failed(AccountsErrors.TooLong(nameof(InviteAccount.Input.Note), InviteAccount.MaxNote))
            : note.Length == 0 ? Result.Failed(AccountsErrors.NoteNeeded)
            : !AccountChecks.TryLanguage(input.Language, out var language) ? Result.Failed(AccountsErrors.LanguageUnknown)
            : await AskAsync(actor, accountId: null, note, language, cancellationToken);
    }

    private async Task<Result> AskAsync(
        Actor actor, Guid? accountId, string note, string? language, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts) || actor.AccountId is not { } by)
        {
            return Result.Failed(AccountsErrors.NotAllowed);
        }

        if (!await grants.HasSecondAsync(actor, cancellationToken))
        {
            return Result.Failed(AccountsErrors.NoSecondAdmin);
        }

        if (accountId is not null)
        {
            db.RemoveRange(await db.Set<AdminRequest>().Where(r => r.AccountId == accountId).ToListAsync(cancellationToken));
        }

        var row = new AdminRequest
        {
            Id = Guid.CreateVersion7(),
            AccountId = accountId,
            Note = note,
            Language = language,
            RequestedBy = by,
            RequestedAt = clock.NowToMillisecond()
        };
        db.Add(row.AsMade());
        audit.Record(actor, AuditVerb.AdminAsked, AccountChecks.Kind, accountId ?? row.Id,
            new { request = row.Id, invitation = accountId is null });
        await db.SaveChangesAsync(cancellationToken);
        return Result.Done;
    }
}
