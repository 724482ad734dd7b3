using CoalitionCms.Features.Media.Actions;

namespace CoalitionCms.Features.Media;

/// <summary>The feature's door.</summary>
public static class MediaFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddMedia(this IServiceCollection services) => services
        .AddSingleton<ImageResizer>().AddSingleton<MediaStore>().AddSingleton<MediaPreparation>().AddSingleton<SealedOriginals>().AddSingleton<PublicMedia>()
        .AddScoped<MediaQueries>().AddScoped<MediaAdminQueries>()
        .AddScoped<AddMedia>().AddScoped<DescribeMedia>().AddScoped<RemoveMedia>().AddScoped<ReplaceMedia>();
}
