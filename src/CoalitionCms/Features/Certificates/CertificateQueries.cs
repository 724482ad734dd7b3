using System.Threading.RateLimiting;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Certificates;

/// <param name="Content">Its content; null if it was revoked.</param>
/// <param name="RevokedOn">Day of revocation; null while it is valid.</param>
internal sealed record OpenedCertificate(Guid CertificateId, CertificateContent? Content, DateOnly? RevokedOn);

/// <summary>Returns the content of a certificate to anyone who holds its code, and nothing to others.</summary>
internal sealed class CertificateQueries(CmsDbContext db, CmsOptions options)
{
    /// <summary>Opens the certificate of a code; null both for an invalid code and for one that was never issued.</summary>
    public async Task<OpenedCertificate?> OpenAsync(string? typed, CancellationToken cancellationToken)
    {
        if (CertificateCode.Read(typed) is not { } code
            || await db.Set<Certificate>().AsNoTracking()
            .SingleOrDefaultAsync(s => s.CodeHash == code.Hash, cancellationToken) is not { } statement)
        {
            return null;
        }

        if (statement.RevokedAt is { } revoked)
        {
            return new(statement.Id, null, Clock.DayIn(revoked, options.Zone));
        }

        // A row that was changed outside of the program confirms nothing.
        return code.Open(statement.Id, statement.Sealed) is { } content ? new(statement.Id, content, null) : null;
    }
}

/// <summary>
/// Limits attempts to guess codes: per client and in total. Kept in memory; clients are identified by a keyed hash that changes daily.
/// </summary>
internal sealed class CertificateLimits : IDisposable
{
    public const int OfClient = 20;

    private const int OfAll = 600;

    private readonly PartitionedRateLimiter<string> limits = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<string, string>(
            client => RateLimitPartition.GetTokenBucketLimiter(client, _ => Bucket(OfClient, perMinute: 10))),
        PartitionedRateLimiter.Create<string, string>(
            _ => RateLimitPartition.GetTokenBucketLimiter("", _ => Bucket(OfAll, perMinute: OfAll))));

    public bool Allows(string client)
    {
        using var lease = limits.AttemptAcquire(client);
        return lease.IsAcquired;
    }

    public void Dispose() => limits.Dispose();

    private static TokenBucketRateLimiterOptions Bucket(int most, int perMinute) => new()
    {
        TokenLimit = most,
        TokensPerPeriod = perMinute,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        QueueLimit = 0,
    };
}
