namespace CoalitionCms.Features.Snapshot;

internal static class SnapshotSetup
{
    public static IServiceCollection AddSnapshot(this IServiceCollection services) =>
        services.AddScoped<CopyPages>().AddScoped<CopySearch>();
}
