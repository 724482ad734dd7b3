using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>The last step of every sign-in: note it, in one save.</summary>
public sealed class CompleteSignIn(CmsDbContext db, AuditLog audit, CmsOptions options, TimeProvider clock)
{
    /// <summary>Records that somebody got in.</summary>
    /// <param name="account">Who.</param>
    /// <param name="factor">By what besides or instead of the password; null for the password alone.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Result<Account>> AdmitAsync(Account account, string? factor, CancellationToken cancellationToken)
    {
        account.SignedIn(clock.TodayIn(options.Zone));
        audit.Record(Actor.Account(account.Id, account.Role), AuditVerb.SignedIn, AccountChecks.Kind, account.Id, factor is null ? null : new { factor });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Of(account);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Disabled, or given another password, while this ran: what was checked is no longer true.
            db.DiscardChanges();
            return AccountsErrors.SignInRefused;
        }
    }
}
