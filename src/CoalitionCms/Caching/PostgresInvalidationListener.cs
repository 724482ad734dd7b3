using CoalitionCms.Data;
using CoalitionCms.Domain;
using Npgsql;

namespace CoalitionCms.Caching;

/// <summary>With several processes on one PostgreSQL: drops the pages that another process changed.</summary>
internal sealed class PostgresInvalidationListener(string connectionString, CacheInvalidation invalidation, ILogger<PostgresInvalidationListener> log) : BackgroundService
{
    private NpgsqlConnection? first;

    /// <summary>Adds the listener where it has something to listen to.</summary>
    public static void Add(IServiceCollection services, CmsOptions options, string? connectionString)
    {
        if (options.Kind == DatabaseKind.PostgreSql)
        {
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<PostgresInvalidationListener>(provider, connectionString!));
        }
    }

    /// <summary>Listens before the first reader comes: a page rendered earlier would be dropped by the connection made after it.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            first = await ConnectAsync(cancellationToken);
        }
        catch (Exception outage) when (IsOutage(outage))
        {
            SayAway();
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = Interlocked.Exchange(ref first, null) ?? await ConnectAsync(stoppingToken);
                while (true)
                {
                    await connection.WaitAsync(stoppingToken);
                }
            }
            catch (Exception outage) when (IsOutage(outage))
            {
                SayAway();
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
            }
        }
    }

    private static bool IsOutage(Exception problem) => problem is NpgsqlException or TimeoutException or System.IO.IOException;

    private void SayAway() => log.LogWarning("The database is away; pages in memory go on being served.");

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { KeepAlive = 10, Pooling = false }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            connection.Notification += (_, message) => invalidation.Raise(message.Payload.Split('\n'));
            await using var listen = new NpgsqlCommand($"LISTEN {PostgreSqlCmsDbContext.Channel}", connection);
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        // Security: what was said while nobody listened is unknown, a withdrawn name among it; so nothing older is served.
        invalidation.Raise([CacheTag.Everything]);
        return connection;
    }
}
