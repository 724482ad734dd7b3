namespace CoalitionCms.Features.Feeds;

/// <summary>The feature's door.</summary>
public static class SyndicationFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddSyndication(this IServiceCollection services) => services.AddScoped<AtomFeed>();
}
