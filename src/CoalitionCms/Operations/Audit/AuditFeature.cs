using CoalitionCms.Operations.Audit.Actions;

namespace CoalitionCms.Operations.Audit;

/// <summary>The feature's door.</summary>
public static class AuditFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<CommittedEntries>().AddScoped<AuditLog>().AddScoped<AuditAdminQueries>().AddScoped<AuditVerification>()
        .AddScoped<WriteCheckpoint>().AddScoped<PruneAudit>();
}
