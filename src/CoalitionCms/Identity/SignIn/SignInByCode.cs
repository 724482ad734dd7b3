using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>The second step of a sign-in: a code of the app, or a recovery code. Each is accepted once.</summary>
internal sealed class SignInByCode(
    CmsDbContext db, SecondFactors factors, ProtectedPayloads payloads, SignInThrottle throttle, CodeTries tries, RefusedSignIns refused,
    CompleteSignIn completeSignIn)
{
    /// <summary>The first step that a form returned; null when it has expired or was not issued by this site.</summary>
    public PendingSignIn? Pending(string? lent) => PendingSignIn.TakeBack(lent, payloads);

    public async Task<Result<Account>> RunAsync(string? lent, string? code, SignInSource source, CancellationToken cancellationToken)
    {
        if (Pending(lent) is not { } pending
            || await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == pending.AccountId, cancellationToken)
            is not { MayEnter: true } account
            || account.SecurityStamp != pending.Stamp)
        {
            return AccountsErrors.SignInOver;
        }

        // Security: six digits can be guessed quickly; the same delays as for passwords, counted separately for codes.
        var (guessed, client) = ($"{account.Id:N}/code", source.For(account));
        if (!await throttle.TakeAsync(guessed, client, cancellationToken))
        {
            await refused.RecordAsync(account.Id, "must-wait", cancellationToken);
            return AccountsErrors.CodeRefused;
        }

        // Security: also limited for the account, wherever the guesses come from; a known browser has its own limit.
        var trier = client.IsKnown ? CodeTrier.KnownBrowser : CodeTrier.Stranger;
        if (!await tries.TakeAsync(account.Id, trier, pending.BegunAt, cancellationToken))
        {
            await refused.RecordAsync(account.Id, "must-wait", cancellationToken);
            return AccountsErrors.TooManyCodes;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await factors.TakeAsync(account, code ?? "", recoveryToo: true, cancellationToken) is not { } kind)
        {
            await transaction.RollbackAsync(cancellationToken);
            await throttle.FailedAsync(guessed, cancellationToken);
            await refused.RecordAsync(account.Id, "code", cancellationToken);
            await tries.FailedAsync(account.Id, trier, cancellationToken);
            return await tries.IsClosedAsync(account.Id, trier, pending.BegunAt, cancellationToken)
                ? AccountsErrors.TooManyCodes : AccountsErrors.CodeRefused;
        }

        var admitted = await completeSignIn.AdmitAsync(account, kind == FactorKind.App ? "app" : "recovery-code", cancellationToken);
        if (admitted.IsDone)
        {
            await tries.SucceededAsync(account.Id, trier, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            await throttle.SucceededAsync(guessed, client, cancellationToken);
        }

        return admitted;
    }
}
