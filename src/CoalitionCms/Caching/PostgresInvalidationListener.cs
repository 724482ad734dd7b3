using System.Globalization;
using CoalitionCms.Domain;
using Npgsql;

namespace CoalitionCms.Caching;

/// <summary>
/// With several processes on one PostgreSQL server: removes from the cache what another process changed. Each second it queries the end of
/// the log over the connection on which it listens, and so detects a broken connection and a lost notification. Until it is certain that it
/// missed nothing, no page with names is served from the cache.
/// </summary>
internal sealed class PostgresInvalidationListener(
    string connectionString, CacheInvalidation invalidation, ILogger<PostgresInvalidationListener> log) : BackgroundService
{
    public const string Channel = "cms_pages";

    public const string ConnectionName = "cms-listener";

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(200);
    private NpgsqlConnection? first;
    private long seen;
    private bool isAway;

    public static void Add(IServiceCollection services, CmsOptions options, string? connectionString)
    {
        if (options.Kind == DatabaseKind.PostgreSql)
        {
            services.AddHostedService(provider =>
                ActivatorUtilities.CreateInstance<PostgresInvalidationListener>(provider, connectionString!));
        }
    }

    /// <summary>The payload of a notification: the number of the newest entry of the log, and the tags.</summary>
    public static string Payload(long head, IEnumerable<string> tags) =>
        string.Join('\n', tags.Prepend(head.ToString(CultureInfo.InvariantCulture)));

    /// <summary>
    /// Listens before the first request is served: a page rendered earlier would be rendered again after the connection is made.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        invalidation.Lose();
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
                    await ListenAsync(connection, Beat, stoppingToken);
                    if (await HeadAsync(connection, stoppingToken) is var head && head != Volatile.Read(ref seen))
                    {
                        // Committed, and the notification is either on its way or lost.
                        await ListenAsync(connection, Late, stoppingToken);
                        CatchUp(head);
                    }

                    invalidation.Confirm();
                }
            }
            catch (Exception outage) when (IsOutage(outage))
            {
                invalidation.Lose();
                SayAway();
                await Task.Delay(Beat, stoppingToken);
            }
        }
    }

    private static bool IsOutage(Exception problem) => problem is NpgsqlException or TimeoutException or System.IO.IOException;

    private static async Task ListenAsync(NpgsqlConnection connection, TimeSpan time, CancellationToken cancellationToken)
    {
        var until = Environment.TickCount64 + (long)time.TotalMilliseconds;
        while (until - Environment.TickCount64 is > 0 and var left)
        {
            await connection.WaitAsync(TimeSpan.FromMilliseconds(left), cancellationToken);
        }
    }

    private static async Task<long> HeadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT \"Number\" FROM \"AuditHead\"", connection);
        return await command.ExecuteScalarAsync(cancellationToken) is long head ? head : 0;
    }

    private void SayAway()
    {
        if (!isAway)
        {
            log.LogWarning("The database is away; pages in memory go on being served, without those that name somebody.");
            isAway = true;
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = ConnectionName,
            Pooling = false,

            // Security: a server that does not answer is treated as unavailable, long before the network reports it.
            Timeout = 3,
            CommandTimeout = 2,
        }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            connection.Notification += (_, message) => Hear(message.Payload.Split('\n'));
            await using var listen = new NpgsqlCommand($"LISTEN {Channel}", connection);
            await listen.ExecuteNonQueryAsync(cancellationToken);
            Volatile.Write(ref seen, await HeadAsync(connection, cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        if (isAway)
        {
            // Broken connections of the outage would make the next requests fail, one each.
            await using var pooled = new NpgsqlConnection(connectionString);
            NpgsqlConnection.ClearPool(pooled);
        }

        // Security: changes made while nobody listened are unknown; a withdrawn name may be among them.
        invalidation.Raise([CacheTag.Unknown]);
        invalidation.Confirm();
        isAway = false;
        return connection;
    }

    private void Hear(string[] lines)
    {
        invalidation.Raise(lines[1..]);
        if (long.Parse(lines[0], CultureInfo.InvariantCulture) is > 0 and var head)
        {
            Volatile.Write(ref seen, Math.Max(seen, head));
        }
    }

    private void CatchUp(long head)
    {
        if (seen < head)
        {
            log.LogWarning("A change of another process was not heard of; pages are rendered again.");
            Volatile.Write(ref seen, head);
            invalidation.Raise([CacheTag.Unknown]);
        }
    }
}
