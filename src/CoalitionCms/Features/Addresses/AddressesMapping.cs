using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Addresses;

internal sealed class AddressesMapping : IEntityTypeConfiguration<SiteAddress>
{
    public void Configure(EntityTypeBuilder<SiteAddress> address)
    {
        address.ToTable("Addresses");
        address.Property(a => a.Location).HasMaxLength(300);
        address.Property(a => a.Version).IsConcurrencyToken();
    }
}
