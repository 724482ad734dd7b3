using CoalitionCms.Features.Settings.Actions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Settings;

internal static class SettingsSetup
{
    public static IServiceCollection AddSettings(this IServiceCollection services) => services
        .AddScoped<SettingsAdminQueries>().AddScoped<SaveSettings>().AddScoped<IChangeByTwo, SaveSettings>()
        .AddScoped<DemandSecondFactor>().AddScoped<RelaxSafeguard>().AddScoped<ReadingOnly>().AddScoped<SwitchReadingOnly>();
}

internal sealed class SettingsTables : IEntityTypeConfiguration<SiteSettings>, IEntityTypeConfiguration<ReadingOnlySwitch>
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
