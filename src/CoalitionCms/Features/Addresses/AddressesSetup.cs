using System.Text;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses.Actions;
using CoalitionCms.Features.Settings;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Addresses;

internal static class AddressesSetup
{
    public static IServiceCollection AddAddresses(this IServiceCollection services) => services
        .AddScoped<AddressQueries>().AddScoped<IPublishingCheck, RetiredAddressCheck>().AddScoped<AddressAdminQueries>()
        .AddScoped<SaveAddress>().AddScoped<IChangeByTwo, SaveAddress>().AddScoped<IChangeByTwo, RemoveAddress>()
        .AddScoped<RemoveAddress>();

    /// <summary>Maps the register as plain text, for printing, reading aloud or forwarding where a web page is not possible.</summary>
    public static void MapAddresses(this IEndpointRouteBuilder endpoints)
    {
        foreach (var site in endpoints.OnSite())
        {
            site.MapMethods("/official.txt", SurfaceEndpoints.Reading,
                async (HttpContext context, AddressQueries reader, ISiteFrames frames, SiteUrls urls, Texts texts,
                    CancellationToken cancellationToken) => Results.Text(
                    await RegisterText.ReadAsync(context.Language(), reader, frames, urls, texts, cancellationToken), "text/plain",
                    Encoding.UTF8));
        }
    }
}

internal sealed class AddressesTables : IEntityTypeConfiguration<SiteAddress>
{
    public void Configure(EntityTypeBuilder<SiteAddress> address)
    {
        address.ToTable("Addresses");
        address.Property(a => a.Location).HasMaxLength(300);
        address.Property(a => a.Version).IsConcurrencyToken();
    }
}
