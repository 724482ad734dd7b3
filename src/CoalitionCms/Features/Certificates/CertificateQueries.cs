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
/// Counts wrong codes for each client, after the one indexed look that shows that they are: a right code opens whatever others behind the
/// same address (a Tor exit, an onion service) have tried. Kept in memory; clients are identified by a keyed hash that changes daily.
/// </summary>
internal sealed class CertificateLimits : IDisposable
{
    public const int OfClient = 20;

    private readonly PartitionedRateLimiter<string> wrong = PartitionedRateLimiter.Create<string, string>(
        client => RateLimitPartition.GetTokenBucketLimiter(client, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = OfClient,
            TokensPerPeriod = OfClient / 2,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));

    public bool AllowsWrong(string client)
    {
        using var lease = wrong.AttemptAcquire(client);
        return lease.IsAcquired;
    }

    public void Dispose() => wrong.Dispose();
}
