using System.Text;
using CoalitionCms.Caching;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Settings;

internal static class SettingsSetup
{
    public static IServiceCollection AddSettings(this IServiceCollection services) => services
        .AddScoped<SettingsAdminQueries>().AddScoped<SecurityText>().AddScoped<SaveSettings>().AddScoped<IChangeByTwo, SaveSettings>()
        .AddScoped<DemandSecondFactor>().AddScoped<RelaxSafeguard>().AddScoped<ReadingOnly>().AddSingleton<SnapshotOnly>()
        .AddScoped<SwitchReadingOnly>();

    /// <summary>
    /// Maps <c>security.txt</c>, and the style sheet of the organisation's colour: the content security policy forbids inline styles.
    /// </summary>
    public static void MapSettings(this IEndpointRouteBuilder endpoints)
    {
        foreach (var site in endpoints.OnSite())
        {
            site.MapMethods("/colour.css", SurfaceEndpoints.Reading, SendColourAsync);
        }

        foreach (var site in endpoints.OnSite(isInLanguages: false))
        {
            site.MapMethods(SiteUrls.SecurityText, SurfaceEndpoints.Reading,
                async (SecurityText text, CancellationToken cancellationToken) => await text.ReadAsync(cancellationToken) is { } found
                    ? Results.Text(found, "text/plain", Encoding.UTF8) : Results.NotFound());
        }
    }

    private static async Task<IResult> SendColourAsync(CmsDbContext db, PageCacheTags shown, CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.Site);
        var look = await db.Set<SiteSettings>().AsNoTracking().Select(s => s.Look).SingleOrDefaultAsync(cancellationToken);
        return Results.Text(AccentColour.Read(look?.Accent ?? "")?.ToCss() ?? "", "text/css", Encoding.UTF8);
    }
}

internal sealed class SettingsTables : IEntityTypeConfiguration<SiteSettings>, IEntityTypeConfiguration<ReadingOnlySwitch>
{
    public void Configure(EntityTypeBuilder<SiteSettings> settings)
    {
        settings.ToTable("Settings");
        settings.Property(s => s.Id).ValueGeneratedNever();
        settings.Property(s => s.Version).IsConcurrencyToken();
        settings.Property(s => s.SecurityContact).HasMaxLength(300);
        settings.Property(s => s.Look).HasConversion(look => look.ToJson(), json => SiteLook.FromJson(json));
    }

    public void Configure(EntityTypeBuilder<ReadingOnlySwitch> readingOnly)
    {
        readingOnly.ToTable("ReadingOnly");
        readingOnly.Property(s => s.Id).ValueGeneratedNever();
    }
}
