using CoalitionCms.Features.Certificates.Actions;
using CoalitionCms.Features.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Certificates;

internal static class CertificatesSetup
{
    public static IServiceCollection AddCertificates(this IServiceCollection services) => services
        .AddSingleton<CertificateLimits>().AddScoped<CertificateAdminQueries>().AddScoped<CertificateQueries>()
        .AddScoped<IMemberStatements, MemberStatements>().AddScoped<IssueCertificate>()
        .AddScoped<RevokeCertificate>();
}

internal sealed class CertificatesTables : IEntityTypeConfiguration<Certificate>
{
    public void Configure(EntityTypeBuilder<Certificate> statement)
    {
        statement.ToTable("Certificates");
        statement.Property(s => s.CodeHash).HasMaxLength(64);
        statement.HasIndex(s => s.CodeHash).IsUnique();
        statement.HasIndex(s => new { s.MemberId, s.IssuedAt });
        statement.HasOne<Members.Member>().WithMany().HasForeignKey(s => s.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
