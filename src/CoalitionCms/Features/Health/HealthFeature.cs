namespace CoalitionCms.Features.Health;

/// <summary>The feature's door.</summary>
public static class HealthFeature
{
    /// <summary>Registers the health page and what runs behind it.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddScoped<HostChecks>().AddScoped<HealthDesk>()
        .AddSingleton<HealthWatch>().AddHostedService(provider => provider.GetRequiredService<HealthWatch>());
}
