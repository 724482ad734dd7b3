using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Settings;

internal sealed class SettingsMapping : IEntityTypeConfiguration<SiteSettings>, IEntityTypeConfiguration<ReadingOnlySwitch>
{
    public void Configure(EntityTypeBuilder<SiteSettings> settings)
    {
        settings.ToTable("Settings");
        settings.Property(s => s.Id).ValueGeneratedNever();
        settings.Property(s => s.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<ReadingOnlySwitch> readingOnly)
    {
        readingOnly.ToTable("ReadingOnly");
        readingOnly.Property(s => s.Id).ValueGeneratedNever();
    }
}
