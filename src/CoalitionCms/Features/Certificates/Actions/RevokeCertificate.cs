using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Certificates.Actions;

/// <summary>Revokes a certificate: members their own, staff any.</summary>
internal sealed class RevokeCertificate(CmsDbContext db, AuditLog audit, TimeProvider clock)
{
    public Task<Result> RunAsync(Actor actor, Guid certificateId, CancellationToken cancellationToken) =>
        RevokeAsync(actor, db.Set<Certificate>().Where(s => s.Id == certificateId), mustFind: true, cancellationToken);

    public Task<Result> AllOwnAsync(Actor actor, CancellationToken cancellationToken) =>
        RevokeAsync(actor, db.Set<Certificate>().Where(
            s => s.RevokedAt == null && db.Set<Member>().Any(m => m.Id == s.MemberId && m.AccountId == actor.AccountId)), mustFind: false,
            cancellationToken);

    private async Task<Result> RevokeAsync(Actor actor, IQueryable<Certificate> chosen, bool mustFind, CancellationToken cancellationToken)
    {
        if (actor == Actor.Visitor)
        {
            return Result.Failed(CertificatesErrors.NoSuchCertificate);
        }

        // Security: another member's certificate is treated as nonexistent.
        var mayAll = actor.May(Permission.TakeAttendance);
        var statements = await chosen.Where(s => mayAll || db.Set<Member>().Any(m => m.Id == s.MemberId && m.AccountId == actor.AccountId))
            .ToListAsync(cancellationToken);
        if (mustFind && statements.Count == 0)
        {
            return Result.Failed(CertificatesErrors.NoSuchCertificate);
        }

        foreach (var statement in statements.Where(s => s.RevokedAt is null))
        {
            statement.Revoke(actor.AccountId, clock.NowToMillisecond());
            audit.Record(actor, AuditVerb.CertificateRevoked, nameof(Certificate), statement.Id);
        }

        await db.SaveChangesAsync(cancellationToken);
        return Result.Done;
    }
}
