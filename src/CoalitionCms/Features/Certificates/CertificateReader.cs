using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Certificates;

/// <summary>What a code opens.</summary>
/// <param name="StatementId">The statement.</param>
/// <param name="Content">What it says; null when it was revoked.</param>
/// <param name="RevokedOn">Since when it holds no longer; null while it holds.</param>
public sealed record OpenedCertificate(Guid CertificateId, CertificateContent? Content, DateOnly? RevokedOn);

/// <summary>Tells who holds a code what was certified, and nobody anything else.</summary>
public sealed class CertificateReader(CmsDbContext db, CmsOptions options)
{
    /// <summary>Opens the statement of a code; null alike for what is no code and for one that was never issued.</summary>
    public async Task<OpenedCertificate?> OpenAsync(string? typed, CancellationToken cancellationToken)
    {
        if (CertificateCode.Read(typed) is not { } code
            || await db.Certificates.AsNoTracking().SingleOrDefaultAsync(s => s.CodeHash == code.Hash, cancellationToken) is not { } statement)
        {
            return null;
        }

        if (statement.RevokedAt is { } revoked)
        {
            return new(statement.Id, null, Clock.DayIn(revoked, options.Zone));
        }

        // A row that was changed behind the program's back confirms nothing.
        return code.Open(statement.Id, statement.Sealed) is { } content ? new(statement.Id, content, null) : null;
    }
}
