using System.Threading.RateLimiting;

namespace CoalitionCms.Features.Certificates;

/// <summary>Slows down who tries codes: each client has a handful of tries, all together a bounded number. Lives in memory, knows clients by a keyed hash of the day.</summary>
public sealed class CertificateLimits : IDisposable
{
    /// <summary>Tries that a client has at once.</summary>
    public const int OfClient = 20;

    private const int OfAll = 600;

    private readonly PartitionedRateLimiter<string> limits = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<string, string>(client => RateLimitPartition.GetTokenBucketLimiter(client, _ => Bucket(OfClient, perMinute: 10))),
        PartitionedRateLimiter.Create<string, string>(_ => RateLimitPartition.GetTokenBucketLimiter("", _ => Bucket(OfAll, perMinute: OfAll))));

    /// <summary>True when the client may try another code.</summary>
    public bool Allows(string client)
    {
        using var lease = limits.AttemptAcquire(client);
        return lease.IsAcquired;
    }

    /// <inheritdoc />
    public void Dispose() => limits.Dispose();

    private static TokenBucketRateLimiterOptions Bucket(int most, int perMinute) => new()
    {
        TokenLimit = most,
        TokensPerPeriod = perMinute,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        QueueLimit = 0,
    };
}
