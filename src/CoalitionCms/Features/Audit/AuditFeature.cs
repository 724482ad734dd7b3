using CoalitionCms.Features.Audit.Actions;

namespace CoalitionCms.Features.Audit;

/// <summary>The feature's door.</summary>
public static class AuditFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddScoped<AuditLog>().AddScoped<AuditDesk>().AddScoped<AuditVerification>()
        .AddScoped<WriteCheckpoint>().AddScoped<PruneAudit>();
}
