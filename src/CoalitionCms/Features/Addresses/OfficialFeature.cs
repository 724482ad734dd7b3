using CoalitionCms.Features.Addresses.Actions;
using CoalitionCms.Content;

namespace CoalitionCms.Features.Addresses;

/// <summary>The feature's door.</summary>
public static class OfficialFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddOfficial(this IServiceCollection services) => services
        .AddScoped<AddressQueries>().AddScoped<IPublishingCheck, RetiredAddressCheck>().AddScoped<AddressAdminQueries>().AddScoped<SaveAddress>().AddScoped<RemoveAddress>();
}
