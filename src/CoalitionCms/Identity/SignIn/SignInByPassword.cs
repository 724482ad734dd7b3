using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;

namespace CoalitionCms.Identity.Actions;

/// <summary>
/// Sign-in by password, either completely or as the first of two steps. The answer and the time it takes are the same for an unknown
/// address, a wrong password, a disabled account and a client that must wait.
/// </summary>
internal sealed class SignInByPassword(
    UserManager<Account> users, PasswordHashingQueue passwords, ProtectedPayloads payloads,
        SignInThrottle throttle, RefusedSignIns refused, CompleteSignIn completeSignIn, AccountSave save, AuditLog audit,
        TimeProvider clock)
{
    private const int LongestTyped = 1_024;

    public async Task<Result<Opened>> RunAsync(Input input, SignInSource source, CancellationToken cancellationToken)
    {
        var email = CleanText.Line(input.Email[..Math.Min(input.Email.Length, LongestTyped)]);
        var password = input.Password.Length <= LongestTyped ? input.Password : "";
        var account = await users.FindByEmailAsync(email);
        var client = source.For(account);
        bool mustWait;
        PasswordVerificationResult check;
        using (var turn = await passwords.EnterAsync(client.IsKnown, cancellationToken))
        {
            if (turn is null)
            {
                return AccountsErrors.SignInBusy;
            }

            mustWait = !await throttle.TakeAsync(email, client, cancellationToken);
            check = await turn.VerifyAsync(account?.PasswordHash, password, cancellationToken);
        }

        var why = (mustWait, account, check) switch
        {
            (true, _, _) => "must-wait",
            (_, null, _) => "unknown",
            (_, _, PasswordVerificationResult.Failed) => "password",
            (_, { MayEnter: false }, _) => "disabled",
            _ => null,
        };
        if (why is not null)
        {
            if (!mustWait)
            {
                await throttle.FailedAsync(email, cancellationToken);
            }

            await refused.RecordAsync(account?.Id, why, cancellationToken);
            return AccountsErrors.SignInRefused;
        }

        await throttle.SucceededAsync(email, client, cancellationToken);
        var newHash = check == PasswordVerificationResult.SuccessRehashNeeded
            ? await passwords.HashAsync(password, cancellationToken)
            : null;
        return await GoOnAsync(account!, newHash, cancellationToken);
    }

    private async Task<Result<Opened>> GoOnAsync(Account account, string? newHash, CancellationToken cancellationToken)
    {
        var state = FactorState.Of(account);
        if (state.HasAny)
        {
            if (newHash is not null)
            {
                account.Rehash(newHash);
                audit.Record(Actor.System, AuditVerb.AccountPasswordRehashed, AccountChecks.Kind, account.Id);

                // Somebody who changes the account at this moment goes first; the next sign-in tries again.
                await save.SaveAsync(cancellationToken);
            }

            return Result.Of(new Opened(null, PendingSignIn.Of(account, state.HasApp, payloads, clock.NowToMillisecond())));
        }

        if (newHash is not null)
        {
            account.Rehash(newHash);
        }

        var admitted = await completeSignIn.AdmitAsync(account, factor: null, cancellationToken);
        return admitted.IsDone ? Result.Of(new Opened(admitted.Value, null)) : Result.Failed<Opened>(admitted.Errors);
    }

    /// <summary>The account that signed in, or the step that is still required: one of both.</summary>
    public sealed record Opened(Account? Account, PendingSignIn? Pending);

    public sealed record Input
    {
        public string Email { get; init; } = "";
        public string Password { get; init; } = "";
    }
}
