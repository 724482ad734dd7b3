using CoalitionCms.Features.Backups.Actions;

namespace CoalitionCms.Features.Backups;

/// <summary>The feature's door.</summary>
public static class BackupsFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddBackups(this IServiceCollection services) => services
        .AddScoped<BackupDesk>().AddScoped<BackupTrial>().AddScoped<MakeBackup>().AddScoped<TestBackup>().AddScoped<RestoreBackup>();
}
