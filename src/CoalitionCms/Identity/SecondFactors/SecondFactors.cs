using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <param name="Codes">Number of recovery codes left.</param>
internal sealed record FactorState(bool HasApp, int Passkeys, int Codes)
{
    /// <summary>True when the password alone is not sufficient to sign in.</summary>
    public bool HasAny => HasApp || Passkeys > 0;

    public static FactorState Of(Account account) =>
        new(account.Count(FactorKind.App) > 0, account.Count(FactorKind.Passkey), account.Count(FactorKind.Code));
}

internal enum FactorKind
{
    App,

    Passkey,

    /// <summary>A recovery code.</summary>
    Code,
}

/// <summary>Reads the second factors of accounts, and checks their codes: each is accepted once.</summary>
internal sealed class SecondFactors(CmsDbContext db, ProtectedPayloads payloads, TimeProvider clock)
{
    private const string AppPurpose = "authenticator-app";

    public async Task<FactorState> OfAsync(Guid accountId, CancellationToken cancellationToken) =>
        await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken) is { } account
            ? FactorState.Of(account) : new(false, 0, 0);

    /// <summary>True when the site requires a second factor for this role.</summary>
    public async Task<bool> IsDemandedAsync(Role role, CancellationToken cancellationToken) =>
        (await db.Set<SiteSettings>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) ?? new()).SecondFactor.IsFor(role);

    /// <summary>
    /// Marks a code as used, in the caller's transaction, which saves the account. Null when it is not valid, or was used before.
    /// </summary>
    public async Task<FactorKind?> TakeAsync(Account account, string typed, bool recoveryToo, CancellationToken cancellationToken)
    {
        if (await TakeOfAppAsync(account, typed, cancellationToken))
        {
            return FactorKind.App;
        }

        // Security: of two concurrent uses of the same code, the second finds the account changed when it is saved.
        return recoveryToo && account.Remove(FactorKind.Code, RecoveryCode.HashOf(account.Id, typed)) ? FactorKind.Code : null;
    }

    /// <summary>Gives an account an app, with its secret encrypted for this account only.</summary>
    internal AuthenticatorApp AddApp(Account account, byte[] secret, long step)
    {
        var app = new AuthenticatorApp
        {
            AccountId = account.Id,
            SealedSecret = payloads.Protect(secret, AppPurpose, account.Id.ToString("N")),
            LastStep = step,
            AddedAt = clock.NowToMillisecond(),
        };
        account.Add(FactorKind.App, AuthenticatorApp.FingerprintOf(app.SealedSecret));
        return app;
    }

    /// <summary>Creates ten recovery codes that replace the previous ones; they are available in plain text only here.</summary>
    internal static IReadOnlyList<string> MakeCodes(Account account)
    {
        account.Remove(FactorKind.Code);
        var codes = Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.New()).ToList();
        codes.ForEach(code => account.Add(FactorKind.Code, RecoveryCode.HashOf(account.Id, code)));
        return codes;
    }

    private async Task<bool> TakeOfAppAsync(Account account, string typed, CancellationToken cancellationToken)
    {
        // Security: a secret that was put here from another account, or from before, is not opened for this one.
        var accountId = account.Id;
        if (await db.Set<AuthenticatorApp>().Where(a => a.AccountId == accountId).Select(a => a.SealedSecret)
            .SingleOrDefaultAsync(cancellationToken) is not { } sealedSecret
            || !account.Has(FactorKind.App, AuthenticatorApp.FingerprintOf(sealedSecret))
            || payloads.Open(sealedSecret, AppPurpose, accountId.ToString("N")) is not { } secret
            || Totp.Match(secret, typed, clock.GetUtcNow()) is not { } step)
        {
            return false;
        }

        // Security: an observed code is worthless once it was used; the database decides between two concurrent uses.
        return await db.Set<AuthenticatorApp>().Where(a => a.AccountId == accountId && a.LastStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.LastStep, step), cancellationToken) == 1;
    }
}

internal sealed class AuthenticatorApp : IAudited
{
    public Guid AccountId { get; init; }

    /// <summary>The secret, encrypted with the site's keys, which are stored outside the database.</summary>
    public required byte[] SealedSecret { get; init; }

    /// <summary>The last time step whose code was used. Security: this step and all earlier ones are refused.</summary>
    public long LastStep { get; init; }

    public DateTime AddedAt { get; init; }

    internal static string FingerprintOf(byte[] sealedSecret) => Convert.ToHexStringLower(SHA256.HashData(sealedSecret));
}

/// <summary>Recovery codes, of which the account keeps only hashes until they are used.</summary>
internal static class RecoveryCode
{
    public const int Count = 10;

    // Without the letters and digits that look alike on paper.
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int Length = 16;
    private const int LongestTyped = 64;

    /// <summary>A new code as it is printed: four groups of four.</summary>
    public static string New() => string.Join('-', RandomNumberGenerator.GetString(Letters, Length).Chunk(4).Select(c => new string(c)));

    /// <summary>
    /// SHA-256 of account and code, regardless of spaces and case. Security: 79 random bits need no slow hash.
    /// </summary>
    public static string HashOf(Guid accountId, string typed) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        accountId.ToString("N") + string.Concat(SecretText.Normalized(typed[..Math.Min(typed.Length, LongestTyped)])
            .Where(char.IsLetterOrDigit)).ToUpperInvariant())));
}

/// <summary>A used answer of a passkey, which is not accepted again. Kept until the challenge has expired.</summary>
internal sealed class SpentAnswer
{
    /// <summary>SHA-256 of the challenge before it was encrypted.</summary>
    public required string Hash { get; init; }

    public DateTime ExpiresAt { get; init; }
}
