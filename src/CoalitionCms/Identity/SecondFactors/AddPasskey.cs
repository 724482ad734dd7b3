using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <param name="Account">The account; all its sessions ended.</param>
/// <param name="Codes">Recovery codes, created with the first factor and shown once.</param>
internal sealed record FactorAdded(Account Account, IReadOnlyList<string> Codes);

/// <summary>Adds a passkey to the user's own account. Every session ends.</summary>
internal sealed class AddPasskey(CmsDbContext db, PasskeyRows rows, AccountSave save, SecondFactors factors, AuditLog audit)
{
    public const int MaxName = 60;

    private const int MostPasskeys = 20;

    public async Task<Result<FactorAdded>> RunAsync(Actor actor, NewPasskey? made, string name, CancellationToken cancellationToken)
    {
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken)
            is not { MayEnter: true } account)
        {
            return AccountsErrors.NotAllowed;
        }

        if (made is null || made.AccountId != account.Id)
        {
            return AccountsErrors.PasskeyNotMade;
        }

        var called = CleanText.Line(name);
        if (called.Length is 0 or > MaxName)
        {
            return AccountsErrors.PasskeyNameUnusable;
        }

        var state = await factors.OfAsync(account.Id, cancellationToken);
        if (state.Passkeys >= MostPasskeys)
        {
            return AccountsErrors.TooManyPasskeys;
        }

        var passkey = made.Passkey;
        passkey.Name = called;
        if (await db.Set<IdentityUserPasskey<Guid>>().AnyAsync(p => p.CredentialId == passkey.CredentialId, cancellationToken))
        {
            return AccountsErrors.PasskeyNotMade;
        }

        rows.Add(account, passkey);
        audit.Record(actor, AuditVerb.AccountPasskeyAdded, AccountChecks.Kind, account.Id, new { id = AuditIdOf(passkey.CredentialId) });
        var codes = state.Codes > 0 ? [] : SecondFactors.MakeCodes(account);
        account.EndSessions();
        return (await save.EndingSessionsAsync(account, cancellationToken)).With(new FactorAdded(account, codes));
    }

    /// <summary>The identifier of a passkey in the log: the beginning of its id.</summary>
    internal static string AuditIdOf(byte[] id) => Convert.ToHexStringLower(id.AsSpan(0, Math.Min(8, id.Length)));
}
