using CoalitionCms.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CoalitionCms.Identity;

/// <summary>
/// Hashes and verifies passwords, a few at a time, so that a flood of sign-ins leaves processor time to other requests. Strangers wait in a
/// short queue; known browsers and signed-in users go before them.
/// </summary>
internal sealed class PasswordHashingQueue(IPasswordHasher<Account> hasher)
{
    /// <summary>How many strangers may wait for each password that is being hashed; a hash takes a fraction of a second.</summary>
    public const int StrangersPerTurn = 16;

    private static readonly Account Nobody = new();
    private readonly IPasswordHasher<Account> hasher = hasher;
    private readonly Lazy<string> nobodysHash = new(() => hasher.HashPassword(Nobody, OneTimeCode.New()));
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> known = new();
    private readonly Queue<TaskCompletionSource> strangers = new();
    private int free = Turns;

    public static int Turns { get; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>How many requests wait for a turn.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return known.Count + strangers.Count;
            }
        }
    }

    /// <summary>Hashes a password for a signed-in user or the holder of a link.</summary>
    public async Task<string> HashAsync(string password, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(isKnown: true, cancellationToken);
        return await Task.Run(() => hasher.HashPassword(Nobody, password), cancellationToken);
    }

    /// <summary>Waits for a turn to verify a password; null, without waiting, when too many strangers wait already.</summary>
    public async Task<Turn?> EnterAsync(bool isKnown, CancellationToken cancellationToken)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return new(this);
            }

            if (!isKnown && strangers.Count >= StrangersPerTurn * Turns)
            {
                return null;
            }

            (isKnown ? known : strangers).Enqueue(waiting);
        }

        await using var cancelled = cancellationToken.Register(() => waiting.TrySetCanceled(cancellationToken));
        await waiting.Task;
        return new(this);
    }

    private void Leave()
    {
        lock (gate)
        {
            while (known.TryDequeue(out var next) || strangers.TryDequeue(out next))
            {
                // False for a request that was cancelled while it waited.
                if (next.TrySetResult())
                {
                    return;
                }
            }

            free++;
        }
    }

    internal sealed class Turn(PasswordHashingQueue queue) : IDisposable
    {
        /// <summary>Verifies a password. Without a hash it takes the same time, and fails.</summary>
        public Task<PasswordVerificationResult> VerifyAsync(string? hash, string password, CancellationToken cancellationToken) => Task.Run(
            () =>
            {
                // Security: the dummy hash is read for every request, and really verified for an unknown address, so that the time does
                // not distinguish it from a known one.
                var nobodys = queue.nobodysHash.Value;
                var result = queue.hasher.VerifyHashedPassword(Nobody, hash ?? nobodys, password);
                return hash is null ? PasswordVerificationResult.Failed : result;
            },
            cancellationToken);

        public void Dispose() => queue.Leave();
    }
}

/// <summary>Hashes passwords in a normalized form, so that input from another keyboard gives the same hash.</summary>
internal sealed class NormalizingPasswordHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<Account>(options)
{
    public override string HashPassword(Account user, string password) => base.HashPassword(user, SecretText.Normalized(password));

    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword) =>
        base.VerifyHashedPassword(user, hashedPassword, SecretText.Normalized(providedPassword));
}
