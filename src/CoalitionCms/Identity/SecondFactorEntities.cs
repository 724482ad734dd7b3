using System.Security.Cryptography;
using System.Text;
using CoalitionCms.Operations.Audit;

namespace CoalitionCms.Identity;

/// <summary>The authenticator app of an account: one each.</summary>
public sealed class AuthenticatorApp : IAudited
{
    /// <summary>Whose.</summary>
    public Guid AccountId { get; init; }

    /// <summary>The secret, sealed by the site's keys, which lie outside the database.</summary>
    public required byte[] SealedSecret { get; init; }

    /// <summary>The last time step whose code was used. Security: it and all before it are refused.</summary>
    public long LastStep { get; init; }

    /// <summary>When it was added.</summary>
    public DateTime AddedAt { get; init; }
}

/// <summary>A recovery code nobody used yet: only its hash. Using it deletes it.</summary>
public sealed class RecoveryCode : IAudited
{
    /// <summary>How many are made at a time.</summary>
    public const int Count = 10;

    // Without the letters and digits that look alike on paper.
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int Length = 16;

    /// <summary>Whose.</summary>
    public Guid AccountId { get; init; }

    /// <summary>SHA-256 of account and code. Security: 79 random bits need no slow hash.</summary>
    public required string Hash { get; init; }

    /// <summary>A new code as it is printed: four groups of four.</summary>
    public static string New() => string.Join('-', RandomNumberGenerator.GetString(Letters, Length).Chunk(4).Select(c => new string(c)));

    /// <summary>The hash of what was typed, however it was spaced and cased.</summary>
    public static string HashOf(Guid accountId, string typed) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        accountId.ToString("N") + string.Concat(typed.Take(64).Where(char.IsLetterOrDigit)).ToUpperInvariant())));
}

/// <summary>A passkey's answer that was used: it opens nothing again. Kept until the question is too old anyway.</summary>
public sealed class SpentAnswer
{
    /// <summary>SHA-256 of the sealed question.</summary>
    public required string Hash { get; init; }

    /// <summary>The question is refused from then on.</summary>
    public DateTime ExpiresAt { get; init; }
}
