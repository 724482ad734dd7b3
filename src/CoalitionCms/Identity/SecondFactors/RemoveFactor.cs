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
            ? await TakeAwayAsync(actor, passkey, FactorKind.Passkey, PasskeyRows.FingerprintOf(passkey), AuditVerb.AccountPasskeyRemoved,
                new { id = AddPasskey.AuditIdOf(id) }, cancellationToken)
            : AccountsErrors.NoSuchPasskey;

    public async Task<Result<Account>> AppAsync(Actor actor, CancellationToken cancellationToken) =>
        await db.Set<AuthenticatorApp>().FindAsync([actor.AccountId ?? Guid.Empty], cancellationToken) is { } app
            ? await TakeAwayAsync(actor, app, FactorKind.App, fingerprint: null, AuditVerb.AccountAppRemoved, null, cancellationToken)
            : AccountsErrors.NoApp;

    private async Task<Result<Account>> TakeAwayAsync(
        Actor actor, object factor, FactorKind kind, string? fingerprint, string verb, object? details,
        CancellationToken cancellationToken)
    {
        if (await db.Set<Account>().FindAsync([actor.AccountId], cancellationToken) is not { MayEnter: true } account)
        {
            return AccountsErrors.NotAllowed;
        }

        account.Remove(kind, fingerprint);
        if (!account.HasFactor)
        {
            if (await factors.IsDemandedAsync(account.Role, cancellationToken))
            {
                db.DiscardChanges();
                return AccountsErrors.LastFactor;
            }

            // Recovery codes are useless without a second factor.
            account.RemoveFactors();
        }

        db.Remove(factor);
        audit.Record(actor, verb, AccountChecks.Kind, account.Id, details);
        account.EndSessions();
        return (await save.EndingSessionsAsync(account, cancellationToken)).With(account);
    }
}
