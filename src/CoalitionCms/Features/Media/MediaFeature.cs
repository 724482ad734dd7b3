namespace CoalitionCms.Features.Media;

/// <summary>The feature's door.</summary>
public static class MediaFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddMedia(this IServiceCollection services) => services.AddScoped<MediaReader>();
}
