using CoalitionCms.Operations.Backup.Actions;

namespace CoalitionCms.Operations.Backup;

/// <summary>The feature's door.</summary>
public static class BackupsFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddBackups(this IServiceCollection services) => services
        .AddScoped<BackupAdminQueries>().AddScoped<BackupVerification>().AddScoped<MakeBackup>().AddScoped<TestBackup>().AddScoped<RestoreBackup>();
}
