using CoalitionCms.Data.Audit;
using Microsoft.AspNetCore.Identity;
using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Data;
using CoalitionCms.Features.Settings;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Identity;

/// <summary>What an account has besides its password.</summary>
/// <param name="Codes">How many recovery codes are left.</param>
public sealed record FactorState(bool HasApp, int Passkeys, int Codes)
{
    /// <summary>True when the password alone lets nobody in.</summary>
    public bool HasAny => HasApp || Passkeys > 0;
}

public enum CodeKind
{
    App,

    Recovery,
}

/// <summary>Knows the second factors of accounts, and takes their codes: each once.</summary>
public sealed class SecondFactors(CmsDbContext db, ProtectedPayloads payloads, TimeProvider clock)
{
    private const string AppPurpose = "authenticator-app";

    public async Task<FactorState> OfAsync(Guid accountId, CancellationToken cancellationToken) => new(
        await db.Set<AuthenticatorApp>().AnyAsync(a => a.AccountId == accountId, cancellationToken),
        await db.Set<IdentityUserPasskey<Guid>>().CountAsync(p => p.UserId == accountId, cancellationToken),
        await db.Set<RecoveryCode>().CountAsync(c => c.AccountId == accountId, cancellationToken));

    /// <summary>True when the site demands a second factor of this role.</summary>
    public async Task<bool> IsDemandedAsync(Role role, CancellationToken cancellationToken) =>
        (await db.Set<SiteSettings>().AsNoTracking().Select(s => s.SecondFactor).SingleOrDefaultAsync(cancellationToken)).IsFor(role);

    /// <summary>Uses a code up, in the caller's transaction. Null when it is none, or was used before.</summary>
    public async Task<CodeKind?> TakeAsync(Guid accountId, string typed, bool recoveryToo, CancellationToken cancellationToken)
    {
        if (await TakeOfAppAsync(accountId, typed, cancellationToken))
        {
            return CodeKind.App;
        }

        // Security: the database decides between two who come at once with the same code; the second finds no row to delete.
        var hash = RecoveryCode.HashOf(accountId, typed);
        return recoveryToo && await db.Set<RecoveryCode>().Where(c => c.AccountId == accountId && c.Hash == hash)
            .ExecuteDeleteAsync(cancellationToken) == 1 ? CodeKind.Recovery : null;
    }

    /// <summary>The app of an account, with its secret sealed for this account alone.</summary>
    internal AuthenticatorApp AppOf(Guid accountId, byte[] secret, long step) => new()
    {
        AccountId = accountId,
        SealedSecret = payloads.Protect(secret, AppPurpose, accountId.ToString("N")),
        LastStep = step,
        AddedAt = clock.NowToMillisecond(),
    };

    /// <summary>Makes ten recovery codes in place of those before; they are known here and never again.</summary>
    internal async Task<IReadOnlyList<string>> MakeCodesAsync(Guid accountId, CancellationToken cancellationToken)
    {
        db.RemoveRange(await db.Set<RecoveryCode>().Where(c => c.AccountId == accountId).ToListAsync(cancellationToken));
        var codes = Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.New()).ToList();
        db.AddRange(codes.Select(code => new RecoveryCode { AccountId = accountId, Hash = RecoveryCode.HashOf(accountId, code) }));
        return codes;
    }

    private async Task<bool> TakeOfAppAsync(Guid accountId, string typed, CancellationToken cancellationToken)
    {
        if (await db.Set<AuthenticatorApp>().AsNoTracking().SingleOrDefaultAsync(a => a.AccountId == accountId, cancellationToken)
            is not { } app
            || payloads.Open(app.SealedSecret, AppPurpose, accountId.ToString("N")) is not { } secret
            || Totp.Match(secret, typed, clock.GetUtcNow()) is not { } step)
        {
            return false;
        }

        // Security: a code seen over a shoulder is worth nothing once it was used; the database decides between two at once.
        return await db.Set<AuthenticatorApp>().Where(a => a.AccountId == accountId && a.LastStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.LastStep, step), cancellationToken) == 1;
    }
}

public sealed class AuthenticatorApp : IAudited
{
    public Guid AccountId { get; init; }

    /// <summary>The secret, sealed by the site's keys, which lie outside the database.</summary>
    public required byte[] SealedSecret { get; init; }

    /// <summary>The last time step whose code was used. Security: it and all before it are refused.</summary>
    public long LastStep { get; init; }

    public DateTime AddedAt { get; init; }
}

/// <summary>A recovery code nobody used yet: only its hash. Using it deletes it.</summary>
public sealed class RecoveryCode : IAudited
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

    /// <summary>The hash of what was typed, however it was spaced and cased.</summary>
    public static string HashOf(Guid accountId, string typed) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        accountId.ToString("N") + string.Concat(SecretText.Normalized(typed[..Math.Min(typed.Length, LongestTyped)])
            .Where(char.IsLetterOrDigit)).ToUpperInvariant())));
}

/// <summary>A passkey's answer that was used: it opens nothing again. Kept until the question is too old anyway.</summary>
public sealed class SpentAnswer
{
    /// <summary>SHA-256 of the question, as it was before it was sealed.</summary>
    public required string Hash { get; init; }

    public DateTime ExpiresAt { get; init; }
}
