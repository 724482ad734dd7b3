using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>Creates a link by which a user who forgot the password sets a new one. An earlier link becomes invalid.</summary>
internal sealed class MakeResetLink(CmsDbContext db, SiteUrls urls, AuditLog audit, TimeProvider clock)
{
    /// <summary>Creates the link. Its code is available only here.</summary>
    public async Task<Result<OneTimeLink>> RunAsync(Actor actor, Guid accountId, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.ManageAccounts))
        {
            return AccountsErrors.NotAllowed;
        }

        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken);
        if (account is null)
        {
            return AccountsErrors.NoSuchAccount;
        }

        if (account.DisabledAt is not null)
        {
            return AccountsErrors.IsDisabled;
        }

        db.RemoveRange(await db.Set<AccountLink>().Where(l => l.AccountId == accountId && l.UsedAt == null).ToListAsync(cancellationToken));
        var (link, row) =
            OneTimeLink.Make(urls, LinkPurpose.Reset, account.Role, account.Id, "", account.Language, actor, clock.NowToMillisecond());
        db.Add(row);
        audit.Record(actor, AuditVerb.AccountResetLinkMade, AccountChecks.Kind, account.Id, new { link = row.Id, expires = row.ExpiresAt });
        await db.SaveChangesAsync(cancellationToken);
        return Result.Of(link);
    }
}
