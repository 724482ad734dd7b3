using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;

namespace CoalitionCms.Features.Accounts.Actions;

/// <summary>Takes away one of one's own second factors. Every session ends.</summary>
public sealed class RemoveFactor(CmsDbContext db, PasskeyRows rows, AccountSave save, SecondFactors factors, AuditLog audit)
{
    /// <summary>Takes a passkey away.</summary>
    public async Task<Outcome<Account>> PasskeyAsync(Actor actor, byte[] id, CancellationToken cancellationToken) =>
        actor.AccountId is { } accountId && await rows.FindAsync(accountId, id, cancellationToken) is { } passkey
            ? await TakeAwayAsync(actor, passkey, AuditVerb.AccountPasskeyRemoved, new { id = AddPasskey.AuditIdOf(id) }, cancellationToken)
            : AccountsRefusals.NoSuchPasskey;

    /// <summary>Takes the authenticator app away.</summary>
    public async Task<Outcome<Account>> AppAsync(Actor actor, CancellationToken cancellationToken) =>
        await db.AuthenticatorApps.FindAsync([actor.AccountId ?? Guid.Empty], cancellationToken) is { } app
            ? await TakeAwayAsync(actor, app, AuditVerb.AccountAppRemoved, null, cancellationToken)
            : AccountsRefusals.NoApp;

    private async Task<Outcome<Account>> TakeAwayAsync(Actor actor, object factor, string verb, object? details, CancellationToken cancellationToken)
    {
        if (await db.Users.FindAsync([actor.AccountId], cancellationToken) is not { DisabledAt: null } account)
        {
            return AccountsRefusals.NotAllowed;
        }

        var state = await factors.OfAsync(account.Id, cancellationToken);
        if (state.Passkeys + (state.HasApp ? 1 : 0) == 1)
        {
            if (await factors.IsDemandedAsync(account.Role, cancellationToken))
            {
                return AccountsRefusals.LastFactor;
            }

            // Codes to get round a second factor are no use without one.
            db.RemoveRange(db.RecoveryCodes.Where(c => c.AccountId == account.Id));
        }

        db.Remove(factor);
        audit.Record(actor, verb, AccountChecks.Kind, account.Id, details);
        account.EndSessions();
        var saved = await save.EndingSessionsAsync(account, needsAdminLeft: false, cancellationToken);
        return saved.IsDone ? Outcome.Of(account) : Outcome.Refused<Account>(saved.Refusals);
    }
}
