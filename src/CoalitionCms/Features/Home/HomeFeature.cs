namespace CoalitionCms.Features.Home;

/// <summary>The feature's door.</summary>
public static class HomeFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddHome(this IServiceCollection services) => services.AddScoped<HomeQueries>();
}
