using CoalitionCms.Caching;
using CoalitionCms.Data;

namespace CoalitionCms.Operations.Health;

internal static class HealthSetup
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddScoped<HostChecks>().AddScoped<HealthAdminQueries>().AddSingleton<HealthGlance>()
        .AddSingleton<VerificationMonitor>().AddHostedService(provider => provider.GetRequiredService<VerificationMonitor>());

    /// <summary>
    /// Maps <c>/healthz</c> (the process responds) and <c>/readyz</c> (so does the database, and no change of another process was missed).
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/healthz", ["GET", "HEAD"], () => Results.Text("ok")).AllowAnonymous();
        endpoints.MapMethods("/readyz", ["GET", "HEAD"],
            async (DatabaseSetup database, CacheInvalidation invalidation, CancellationToken cancellationToken) =>
                !await database.AnswersAsync(cancellationToken) ? Results.Text("the database does not answer", statusCode: 503)
                : !invalidation.IsCurrent ? Results.Text("changes of other processes are not all known yet", statusCode: 503)
                : Results.Text("ready")).AllowAnonymous();
    }
}
