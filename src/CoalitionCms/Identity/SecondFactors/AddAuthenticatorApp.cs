using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity.Actions;

/// <summary>Adds an authenticator app to the user's own account, after one of its codes was correct. Every session ends.</summary>
internal sealed class AddAuthenticatorApp(
    CmsDbContext db, AccountSave save, SecondFactors factors, ProtectedPayloads payloads, AuditLog audit, TimeProvider clock)
{
    private const string Purpose = "app-offered";

    /// <summary>A secret to scan, and its encrypted form for the form that returns it; null when there is no such account.</summary>
    public async Task<Offer?> OfferAsync(Actor actor, string? lent, CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } id || await db.Set<Account>().AsNoTracking().Where(a => a.Id == id).Select(a => a.Email)
            .SingleOrDefaultAsync(cancellationToken) is not { } email)
        {
            return null;
        }

        var secret = SecretOf(lent, id) ?? Totp.NewSecret();
        return new(secret, email, payloads.ProtectForForm(Convert.ToHexString(secret), Purpose, id.ToString("N")));
    }

    public async Task<Result<FactorAdded>> RunAsync(Actor actor, Input input, CancellationToken cancellationToken)
    {
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken)
            is not { MayEnter: true } account)
        {
            return AccountsErrors.NotAllowed;
        }

        var state = await factors.OfAsync(account.Id, cancellationToken);
        if (state.HasApp)
        {
            return AccountsErrors.HasApp;
        }

        // Security: the secret must be one that this site recently created for this account.
        if (SecretOf(input.Offer, account.Id) is not { } secret)
        {
            return AccountsErrors.OfferOver;
        }

        if (Totp.Match(secret, input.Code ?? "", clock.GetUtcNow()) is not { } step)
        {
            return AccountsErrors.NewCodeWrong;
        }

        db.Add(factors.AddApp(account, secret, step));
        audit.Record(actor, AuditVerb.AccountAppAdded, AccountChecks.Kind, account.Id);
        var codes = state.Codes > 0 ? [] : SecondFactors.MakeCodes(account);
        account.EndSessions();
        return (await save.EndingSessionsAsync(account, cancellationToken)).With(new FactorAdded(account, codes));
    }

    private byte[]? SecretOf(string? lent, Guid accountId) =>
        payloads.OpenFromForm(lent, Purpose, accountId.ToString("N")) is { } hex ? Convert.FromHexString(hex) : null;

    public sealed record Offer(byte[] Secret, string Login, string Sealed);

    public sealed record Input
    {
        public string? Offer { get; init; }
        public string? Code { get; init; }
    }
}
