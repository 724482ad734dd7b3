using CoalitionCms.Features.Addresses.Actions;
using CoalitionCms.Content;

namespace CoalitionCms.Features.Addresses;

/// <summary>The feature's door.</summary>
public static class AddressesFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddAddresses(this IServiceCollection services) => services
        .AddScoped<AddressQueries>().AddScoped<IPublishingCheck, RetiredAddressCheck>().AddScoped<AddressAdminQueries>().AddScoped<SaveAddress>().AddScoped<RemoveAddress>();
}
