using CoalitionCms.Features.Certificates.Actions;

namespace CoalitionCms.Features.Certificates;

/// <summary>The feature's door.</summary>
public static class StatementsFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddStatements(this IServiceCollection services) => services
        .AddSingleton<StatementLimits>().AddScoped<CertificateAdminQueries>().AddScoped<CertificateQueries>().AddScoped<IssueStatement>().AddScoped<RevokeStatement>();
}
