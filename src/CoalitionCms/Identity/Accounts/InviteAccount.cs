using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>Creates a link that creates one account with a role; and revokes it while it is unused.</summary>
internal sealed class InviteAccount(CmsDbContext db, SiteUrls urls, AdminGrants grants, AuditLog audit, TimeProvider clock)
{
    public const int MaxNote = 200;

    /// <summary>Creates the link. Its code is available only here.</summary>
    public async Task<Result<OneTimeLink>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return AccountsErrors.NotAllowed;
        }

        if (!Enum.IsDefined(input.Role))
        {
            return AccountsErrors.RoleUnknown;
        }

        var note = CleanText.Line(input.Note);
        if (note.Length > MaxNote)
        {
            return AccountsErrors.TooLong(nameof(Input.Note), MaxNote);
        }

        if (!AccountChecks.TryLanguage(input.Language, out var language))
        {
            return AccountsErrors.LanguageUnknown;
        }

        // Security: checked here too, in case a page does not check it.
        return await grants.NeedSecondAsync(actor, input.Role, cancellationToken)
            ? AccountsErrors.SecondAdminNeeded
            : Result.Of(await MakeAsync(actor, input.Role, note, language, cancellationToken));
    }

    /// <summary>The part that is shared with the approval by a second admin.</summary>
    internal async Task<OneTimeLink> MakeAsync(
        Actor actor, Role role, string note, string? language, CancellationToken cancellationToken)
    {
        var (link, row) = OneTimeLink.Make(urls, LinkPurpose.Invitation, role, null, note, language, actor, clock.NowToMillisecond());
        db.Add(row);
        audit.Record(actor, AuditVerb.AccountInvited, AccountChecks.LinkKind, row.Id, new { role = row.Role, expires = row.ExpiresAt });
        await db.SaveChangesAsync(cancellationToken);
        return link;
    }

    /// <summary>Revokes an invitation. One that was used, or no longer exists, cannot be revoked.</summary>
    public async Task<Result> RevokeAsync(Actor actor, Guid linkId, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return Result.Failed(AccountsErrors.NotAllowed);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var gone = await db.Set<AccountLink>().Where(l => l.Id == linkId && l.Purpose == LinkPurpose.Invitation && l.UsedAt == null)
            .ExecuteDeleteAsync(cancellationToken);
        if (gone == 0)
        {
            return Result.Failed(AccountsErrors.InvitationGone);
        }

        audit.Record(actor, AuditVerb.AccountInvitationRevoked, AccountChecks.LinkKind, linkId);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Result.Done;
    }

    public sealed record Input
    {
        public Role Role { get; init; }
        public string? Note { get; init; }

        /// <summary>The language in which the link opens; empty for the browser's.</summary>
        public string? Language { get; init; }
    }
}
