using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Identity.Actions;

/// <summary>
/// Removes one of the user's own second factors. Every session ends, and so does every link that may have been made with this factor.
/// </summary>
internal sealed class RemoveFactor(CmsDbContext db, PasskeyRows rows, AccountSave save, SecondFactors factors, AuditLog audit)
{
    public async Task<Result<Account>> PasskeyAsync(Actor actor, byte[] id, CancellationToken cancellationToken) =>
        actor.AccountId is { } accountId && await rows.FindAsync(accountId, id, cancellationToken) is { } passkey
            ? await TakeAwayAsync(actor, passkey, AuditVerb.AccountPasskeyRemoved, new { id = AddPasskey.AuditIdOf(id) }, cancellationToken)
            : AccountsErrors.NoSuchPasskey;

    public async Task<Result<Account>> AppAsync(Actor actor, CancellationToken cancellationToken) =>
        await db.Set<AuthenticatorApp>().FindAsync([actor.AccountId ?? Guid.Empty], cancellationToken) is { } app
            ? await TakeAwayAsync(actor, app, AuditVerb.AccountAppRemoved, null, cancellationToken)
            : AccountsErrors.NoApp;

    private async Task<Result<Account>> TakeAwayAsync(
        Actor actor, object factor, string verb, object? details, CancellationToken cancellationToken)
    {
        if (await db.Set<Account>().FindAsync([actor.AccountId], cancellationToken) is not { DisabledAt: null } account)
        {
            return AccountsErrors.NotAllowed;
        }

        var state = await factors.OfAsync(account.Id, cancellationToken);
        if (state.Passkeys + (state.HasApp ? 1 : 0) == 1)
        {
            if (await factors.IsDemandedAsync(account.Role, cancellationToken))
            {
                return AccountsErrors.LastFactor;
            }

            // Recovery codes are useless without a second factor.
            db.RemoveRange(db.Set<RecoveryCode>().Where(c => c.AccountId == account.Id));
        }

        db.Remove(factor);
        audit.Record(actor, verb, AccountChecks.Kind, account.Id, details);
        account.EndSessions();
        return (await save.EndingSessionsAsync(account, cancellationToken)).With(account);
    }
}
