using CoalitionCms.Features.Official.Actions;

namespace CoalitionCms.Features.Official;

/// <summary>The feature's door.</summary>
public static class OfficialFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddOfficial(this IServiceCollection services) => services
        .AddScoped<AddressReader>().AddScoped<AddressDesk>().AddScoped<SaveAddress>().AddScoped<RemoveAddress>();
}
