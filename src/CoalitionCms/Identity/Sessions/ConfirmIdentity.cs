using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>
/// Confirms the identity of a signed-in user: by passkey or app, or by the password where there is neither. The confirmation is valid for
/// ten minutes.
/// </summary>
internal sealed class ConfirmIdentity(
    CmsDbContext db, SecondFactors factors, PasskeyRows rows, IdentityProof proof, SignInThrottle throttle, CodeTries tries,
    RefusedSignIns refused, SessionStore sessions, AuditLog audit)
{
    public async Task<Result> RunAsync(Actor actor, Guid sessionId, Input input, CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } accountId
            || await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken) is not { } account)
        {
            return Result.Failed(AccountsErrors.NotAllowed);
        }

        if (!account.HasFactor)
        {
            return await proof.ErrorAsync(actor, input.Password ?? "", cancellationToken) is { } unproven
                ? Result.Failed(unproven with { Field = nameof(Input.Password) })
                : await NoteAsync(actor, sessionId, "password", cancellationToken);
        }

        // Security: with a second factor the password is not accepted: somebody who watched it being typed knows it. Recovery codes only
        // work at sign-in.
        var guessed = $"{accountId:N}/code";
        if (!await throttle.TakeAsync(guessed, SignInClient.OwnPage, cancellationToken))
        {
            return Result.Failed(AccountsErrors.CodeRefused);
        }

        if (!await tries.TakeAsync(accountId, CodeTrier.OwnPage, begunAt: null, cancellationToken))
        {
            return Result.Failed(AccountsErrors.TooManyCodes);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await factors.TakeAsync(account, input.Code ?? "", recoveryToo: false, cancellationToken) is null)
        {
            await transaction.RollbackAsync(cancellationToken);
            await refused.RecordAsync(accountId, "confirm-code", cancellationToken);
            await tries.FailedAsync(accountId, CodeTrier.OwnPage, cancellationToken);
            return Result.Failed(AccountsErrors.CodeRefused);
        }

        var noted = await NoteAsync(actor, sessionId, "app", cancellationToken);
        await tries.SucceededAsync(accountId, CodeTrier.OwnPage, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await throttle.SucceededAsync(guessed, SignInClient.OwnPage, cancellationToken);
        return noted;
    }

    public async Task<Result> RunAsync(Actor actor, Guid sessionId, ProvenPasskey? proven, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (proven is null || proven.AccountId != actor.AccountId || !await rows.SpendAsync(proven, cancellationToken))
        {
            await transaction.RollbackAsync(cancellationToken);
            await refused.RecordAsync(actor.AccountId, "confirm-passkey", cancellationToken);
            return Result.Failed(AccountsErrors.PasskeyRefused);
        }

        var noted = await NoteAsync(actor, sessionId, "passkey", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return noted;
    }

    private async Task<Result> NoteAsync(Actor actor, Guid sessionId, string factor, CancellationToken cancellationToken)
    {
        await sessions.ConfirmAsync(db, sessionId, cancellationToken);
        audit.Record(actor, AuditVerb.IdentityConfirmed, AccountChecks.Kind, actor.AccountId!.Value, new { factor });
        await db.SaveChangesAsync(cancellationToken);
        return Result.Done;
    }

    /// <summary>The input: a code where there is a second factor, otherwise the password.</summary>
    public sealed record Input
    {
        public string? Code { get; init; }
        public string? Password { get; init; }
    }
}
