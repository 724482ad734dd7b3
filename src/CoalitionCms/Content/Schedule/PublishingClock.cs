using CoalitionCms.Content.Actions;
using CoalitionCms.Features.Media.Actions;
using CoalitionCms.Features.Settings;

namespace CoalitionCms.Content;

/// <summary>
/// Publishes due entries and purges the trash, at startup and periodically. Entries that became due while the program was not running are
/// published first. Does neither while the host's clock is in doubt (<see cref="ClockGuard"/>).
/// </summary>
internal sealed class PublishingClock(IServiceScopeFactory scopes, ClockGuard guard, SearchUpkeep upkeep, TimeProvider clock,
    ILogger<PublishingClock> log)
    : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenPurges = TimeSpan.FromHours(1);

    private DateTimeOffset purgedAt = DateTimeOffset.MinValue;

    /// <summary>When it last completed without an error; null before the first time.</summary>
    public DateTimeOffset? LastRun { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = LongestPause;
            try
            {
                pause = await RunOnceAsync(stoppingToken);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                // The database may be unavailable for a while: entries due then are published when it is available again.
                log.LogError("The scheduler could not run; it tries again. {Type}", problem.GetType().Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Does what is due.</summary>
    /// <returns>How long nothing is due.</returns>
    internal async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var pause = LongestPause;

        // Security: a consent ends at midnight, whatever state the site is in.
        await upkeep.RunAsync(scope.ServiceProvider, cancellationToken);

        // While the site is read-only, or nobody knows what time it is, due entries wait.
        if (!await scope.ServiceProvider.GetRequiredService<ReadingOnly>().IsOnAsync(cancellationToken)
            && await guard.IsTrustedAsync(scope.ServiceProvider, cancellationToken))
        {
            pause = PauseBefore(await scope.ServiceProvider.GetRequiredService<PublishDue>().RunAsync(cancellationToken));
            await scope.ServiceProvider.GetRequiredService<RemoveMedia>().PurgeReplacedAsync(cancellationToken);
            if (clock.GetUtcNow() - purgedAt > BetweenPurges)
            {
                await scope.ServiceProvider.GetRequiredService<PurgeTrash>().RunAsync(cancellationToken);
                purgedAt = clock.GetUtcNow();
            }
        }

        LastRun = clock.GetUtcNow();
        return pause;
    }

    private TimeSpan PauseBefore(DateTime? next)
    {
        var left = next is { } due ? due - clock.GetUtcNow().UtcDateTime : LongestPause;
        return left > LongestPause ? LongestPause : left < ShortestPause ? ShortestPause : left;
    }
}
