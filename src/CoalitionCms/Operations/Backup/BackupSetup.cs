using CoalitionCms.Operations.Backup.Actions;

namespace CoalitionCms.Operations.Backup;

internal static class BackupSetup
{
    public static IServiceCollection AddBackup(this IServiceCollection services) => services
        .AddScoped<BackupAdminQueries>().AddScoped<BackupVerification>().AddScoped<MakeBackup>().AddScoped<TestBackup>()
        .AddScoped<RestoreBackup>();

    /// <summary>What only a running site has.</summary>
    public static IServiceCollection AddBackupSchedule(this IServiceCollection services) =>
        services.AddSingleton<BackupSchedule>().AddHostedService(provider => provider.GetRequiredService<BackupSchedule>());
}
