using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CoalitionCms.Identity;

/// <summary>Hashes and checks passwords, a few at a time: a flood of sign-ins leaves the processor to readers.</summary>
public sealed class PasswordHashingQueue(IPasswordHasher<Account> hasher) : IDisposable
{
    private static readonly Account Nobody = new();
    private readonly Lazy<string> nobodysHash = new(() => hasher.HashPassword(Nobody, OneTimeCode.New()));
    private readonly SemaphoreSlim turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        InTurnAsync(() => hasher.HashPassword(Nobody, password), cancellationToken);

    /// <summary>Checks a password. Without a hash it costs the same time, and fails.</summary>
    public Task<PasswordVerificationResult> VerifyAsync(string? hash, string password, CancellationToken cancellationToken) => InTurnAsync(
        () =>
        {
            // Security: the dummy is made for everybody and checked in earnest, so that time does not tell a known address from an unknown
            // one.
            var nobodys = nobodysHash.Value;
            var result = hasher.VerifyHashedPassword(Nobody, hash ?? nobodys, password);
            return hash is null ? PasswordVerificationResult.Failed : result;
        },
        cancellationToken);

    public void Dispose() => turns.Dispose();

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            turns.Release();
        }
    }
}

/// <summary>Hashes passwords in one spelling, so that the same one from another keyboard is the same.</summary>
internal sealed class NormalizingPasswordHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<Account>(options)
{
    public override string HashPassword(Account user, string password) => base.HashPassword(user, SecretText.Normalized(password));

    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword) =>
        base.VerifyHashedPassword(user, hashedPassword, SecretText.Normalized(providedPassword));
}
