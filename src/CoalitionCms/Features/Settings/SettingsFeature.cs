using CoalitionCms.Features.Settings.Actions;

namespace CoalitionCms.Features.Settings;

/// <summary>The feature's door.</summary>
public static class SettingsFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddSettings(this IServiceCollection services) => services
        .AddScoped<SettingsAdminQueries>().AddScoped<SaveSettings>()
        .AddScoped<DemandSecondFactor>().AddScoped<RelaxSafeguard>().AddScoped<ReadingOnly>().AddScoped<SwitchReadingOnly>();
}
