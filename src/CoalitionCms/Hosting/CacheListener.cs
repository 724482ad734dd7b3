using CoalitionCms.Data;
using CoalitionCms.Kernel;
using Npgsql;

namespace CoalitionCms.Hosting;

/// <summary>With several processes on one PostgreSQL: drops the pages that another process changed.</summary>
internal sealed class CacheListener(string connectionString, PublicChanges changes, ILogger<CacheListener> log) : BackgroundService
{
    /// <summary>Adds the listener where it has something to listen to.</summary>
    public static void Add(IServiceCollection services, CmsOptions options, string? connectionString)
    {
        if (options.Kind == DatabaseKind.PostgreSql)
        {
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<CacheListener>(provider, connectionString!));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception outage) when (outage is NpgsqlException or TimeoutException or System.IO.IOException)
            {
                log.LogWarning("The database is away; pages in memory go on being served.");
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { KeepAlive = 10, Pooling = false }.ToString());
        await connection.OpenAsync(stoppingToken);
        connection.Notification += (_, message) => changes.Tell(message.Payload.Split('\n'));
        await using (var listen = new NpgsqlCommand($"LISTEN {PostgreSqlCmsDbContext.Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stoppingToken);
        }

        // Security: what was said while nobody listened is unknown, a withdrawn name among it; so nothing older is served.
        changes.Tell([PageTag.Everything]);
        while (true)
        {
            await connection.WaitAsync(stoppingToken);
        }
    }
}
