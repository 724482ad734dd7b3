namespace CoalitionCms.Operations.Health;

/// <summary>The feature's door.</summary>
public static class HealthFeature
{
    /// <summary>Registers the health page and what runs behind it.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddScoped<HostChecks>().AddScoped<HealthAdminQueries>()
        .AddSingleton<VerificationMonitor>().AddHostedService(provider => provider.GetRequiredService<VerificationMonitor>());
}
