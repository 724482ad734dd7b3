using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <param name="Codes">Number of recovery codes left.</param>
internal sealed record FactorState(bool HasApp, int Passkeys, int Codes)
{
    /// <summary>True when the password alone is not sufficient to sign in.</summary>
    public bool HasAny => HasApp || Passkeys > 0;
}

internal enum CodeKind
{
    App,

    Recovery,
}

/// <summary>Reads the second factors of accounts, and checks their codes: each is accepted once.</summary>
internal sealed class SecondFactors(CmsDbContext db, ProtectedPayloads payloads, TimeProvider clock)
{
    private const string AppPurpose = "authenticator-app";

    public async Task<FactorState> OfAsync(Guid accountId, CancellationToken cancellationToken) => new(
        await db.Set<AuthenticatorApp>().AnyAsync(a => a.AccountId == accountId, cancellationToken),
        await db.Set<IdentityUserPasskey<Guid>>().CountAsync(p => p.UserId == accountId, cancellationToken),
        await db.Set<RecoveryCode>().CountAsync(c => c.AccountId == accountId, cancellationToken));

    /// <summary>True when the site requires a second factor for this role.</summary>
    public async Task<bool> IsDemandedAsync(Role role, CancellationToken cancellationToken) =>
        (await db.Set<SiteSettings>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) ?? new()).SecondFactor.IsFor(role);

    /// <summary>Marks a code as used, in the caller's transaction. Null when it is not valid, or was used before.</summary>
    public async Task<CodeKind?> TakeAsync(Guid accountId, string typed, bool recoveryToo, CancellationToken cancellationToken)
    {
        if (await TakeOfAppAsync(accountId, typed, cancellationToken))
        {
            return CodeKind.App;
        }

        // Security: the database decides between two concurrent uses of the same code; the second finds no row to delete.
        var hash = RecoveryCode.HashOf(accountId, typed);
        return recoveryToo && await db.Set<RecoveryCode>().Where(c => c.AccountId == accountId && c.Hash == hash)
            .ExecuteDeleteAsync(cancellationToken) == 1 ? CodeKind.Recovery : null;
    }

    /// <summary>The app of an account, with its secret encrypted for this account only.</summary>
    internal AuthenticatorApp AppOf(Guid accountId, byte[] secret, long step) => new()
    {
        AccountId = accountId,
        SealedSecret = payloads.Protect(secret, AppPurpose, accountId.ToString("N")),
        LastStep = step,
        AddedAt = clock.NowToMillisecond(),
    };

    /// <summary>Creates ten recovery codes that replace the previous ones; they are available in plain text only here.</summary>
    internal async Task<IReadOnlyList<string>> MakeCodesAsync(Guid accountId, CancellationToken cancellationToken)
    {
        db.RemoveRange(await db.Set<RecoveryCode>().Where(c => c.AccountId == accountId).ToListAsync(cancellationToken));
        var codes = Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.New()).ToList();
        db.AddRange(codes.Select(code => new RecoveryCode { AccountId = accountId, Hash = RecoveryCode.HashOf(accountId, code) }));
        return codes;
    }

    private async Task<bool> TakeOfAppAsync(Guid accountId, string typed, CancellationToken cancellationToken)
    {
        // Security: a secret that was put here from another account is not opened for this one.
        if (await db.Set<AuthenticatorApp>().Where(a => a.AccountId == accountId).Select(a => a.SealedSecret)
            .SingleOrDefaultAsync(cancellationToken) is not { } sealedSecret
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
}

/// <summary>An unused recovery code; only its hash is stored. Using the code deletes the row.</summary>
internal sealed class RecoveryCode : IAudited
{
    public const int Count = 10;

    // Without the letters and digits that look alike on paper.
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int Length = 16;
    private const int LongestTyped = 64;

    public Guid AccountId { get; init; }

    /// <summary>SHA-256 of account and code. Security: 79 random bits need no slow hash.</summary>
    public required string Hash { get; init; }

    /// <summary>A new code as it is printed: four groups of four.</summary>
    public static string New() => string.Join('-', RandomNumberGenerator.GetString(Letters, Length).Chunk(4).Select(c => new string(c)));

    /// <summary>The hash of a typed code, regardless of spaces and case.</summary>
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
