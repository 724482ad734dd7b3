using CoalitionCms.Features.MediaLibrary.Actions;

namespace CoalitionCms.Features.MediaLibrary;

/// <summary>The library of files as staff keep it. It knows the texts that use a file;
/// <see cref="Media"/>, which texts use, does not.</summary>
internal static class MediaLibrarySetup
{
    public static IServiceCollection AddMediaLibrary(this IServiceCollection services) =>
        services.AddScoped<DescribeMedia>().AddScoped<ReplaceMedia>();
}
