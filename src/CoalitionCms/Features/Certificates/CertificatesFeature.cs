using CoalitionCms.Features.Certificates.Actions;

namespace CoalitionCms.Features.Certificates;

/// <summary>The feature's door.</summary>
public static class CertificatesFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddCertificates(this IServiceCollection services) => services
        .AddSingleton<CertificateLimits>().AddScoped<CertificateDesk>().AddScoped<CertificateReader>().AddScoped<IssueCertificate>().AddScoped<RevokeCertificate>();
}
