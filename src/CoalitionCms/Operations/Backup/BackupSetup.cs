using CoalitionCms.Operations.Backup.Actions;

namespace CoalitionCms.Operations.Backup;

internal static class BackupSetup
{
    public static IServiceCollection AddBackup(this IServiceCollection services) => services
        .AddScoped<BackupAdminQueries>().AddScoped<BackupVerification>().AddScoped<MakeBackup>().AddScoped<TestBackup>()
        .AddScoped<RestoreBackup>();
}
