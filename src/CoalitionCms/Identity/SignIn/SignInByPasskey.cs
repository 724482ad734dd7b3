using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>Sign-in by passkey alone: it combines possession with user verification.</summary>
internal sealed class SignInByPasskey(
    CmsDbContext db, PasskeyRows rows, SignInThrottle throttle, RefusedSignIns refused, CompleteSignIn completeSignIn)
{
    public async Task<Result<Account>> RunAsync(ProvenPasskey? proven, SignInSource source, CancellationToken cancellationToken)
    {
        var account = proven is null
            ? null
            : await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == proven.AccountId, cancellationToken);
        if (proven is null || account is not { MayEnter: true })
        {
            await refused.RecordAsync(account?.Id, account is null ? "passkey" : "disabled", cancellationToken);
            return AccountsErrors.PasskeyRefused;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await rows.SpendAsync(proven, cancellationToken))
        {
            await transaction.RollbackAsync(cancellationToken);
            await refused.RecordAsync(account.Id, "passkey-again", cancellationToken);
            return AccountsErrors.PasskeyRefused;
        }

        var admitted = await completeSignIn.AdmitAsync(account, "passkey", cancellationToken);
        if (!admitted.IsDone)
        {
            return AccountsErrors.PasskeyRefused;
        }

        await transaction.CommitAsync(cancellationToken);
        await throttle.SucceededAsync(account.Email!, source.For(account), cancellationToken);
        return admitted;
    }
}
