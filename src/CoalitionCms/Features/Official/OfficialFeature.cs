using CoalitionCms.Features.Official.Actions;
using CoalitionCms.Features.Publishing;

namespace CoalitionCms.Features.Official;

/// <summary>The feature's door.</summary>
public static class OfficialFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddOfficial(this IServiceCollection services) => services
        .AddScoped<AddressReader>().AddScoped<IPublishingCheck, RetiredAddressCheck>().AddScoped<AddressDesk>().AddScoped<SaveAddress>().AddScoped<RemoveAddress>();
}
