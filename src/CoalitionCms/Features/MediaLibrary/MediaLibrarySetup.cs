using CoalitionCms.Features.MediaLibrary.Actions;
using CoalitionCms.Features.Settings;

namespace CoalitionCms.Features.MediaLibrary;

/// <summary>
/// Registers the library as staff maintain it. It depends on the texts that use a file; <see cref="Media"/>, on which texts depend, does
/// not.
/// </summary>
internal static class MediaLibrarySetup
{
    public static IServiceCollection AddMediaLibrary(this IServiceCollection services) =>
        services.AddScoped<DescribeMedia>().AddScoped<ReplaceMedia>().AddScoped<EditPicture>().AddScoped<IWordmarks, Wordmarks>();
}
