using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CoalitionCms.Identity;

/// <summary>Hashes and verifies passwords, a few at a time, so that a flood of sign-ins leaves processor time to other requests.</summary>
internal sealed class PasswordHashingQueue(IPasswordHasher<Account> hasher) : IDisposable
{
    private static readonly Account Nobody = new();
    private readonly Lazy<string> nobodysHash = new(() => hasher.HashPassword(Nobody, OneTimeCode.New()));
    private readonly SemaphoreSlim turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        InTurnAsync(() => hasher.HashPassword(Nobody, password), cancellationToken);

    /// <summary>Verifies a password. Without a hash it takes the same time, and fails.</summary>
    public Task<PasswordVerificationResult> VerifyAsync(string? hash, string password, CancellationToken cancellationToken) => InTurnAsync(
        () =>
        {
            // Security: the dummy hash is read for every request, and really verified for an unknown address, so that the time does not
            // distinguish it from a known one.
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

/// <summary>Hashes passwords in a normalized form, so that input from another keyboard gives the same hash.</summary>
internal sealed class NormalizingPasswordHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<Account>(options)
{
    public override string HashPassword(Account user, string password) => base.HashPassword(user, SecretText.Normalized(password));

    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword) =>
        base.VerifyHashedPassword(user, hashedPassword, SecretText.Normalized(providedPassword));
}
