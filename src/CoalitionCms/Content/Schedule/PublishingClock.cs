using CoalitionCms.Content.Actions;
using CoalitionCms.Features.Settings;

namespace CoalitionCms.Content;

/// <summary>
/// Publishes due entries and purges the trash, at startup and periodically. Entries that became due while the program was not running are
/// published first.
/// </summary>
internal sealed class PublishingClock(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PublishingClock> log) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenPurges = TimeSpan.FromHours(1);

    /// <summary>When it last completed without an error; null before the first time.</summary>
    public DateTimeOffset? LastRun { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var purgedAt = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = LongestPause;
            try
            {
                await using var scope = scopes.CreateAsyncScope();

                // While the site is read-only, due entries wait.
                if (!await scope.ServiceProvider.GetRequiredService<ReadingOnly>().IsOnAsync(stoppingToken))
                {
                    pause = PauseBefore(await scope.ServiceProvider.GetRequiredService<PublishDue>().RunAsync(stoppingToken));
                    if (clock.GetUtcNow() - purgedAt > BetweenPurges)
                    {
                        await scope.ServiceProvider.GetRequiredService<PurgeTrash>().RunAsync(stoppingToken);
                        purgedAt = clock.GetUtcNow();
                    }
                }

                LastRun = clock.GetUtcNow();
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

    private TimeSpan PauseBefore(DateTime? next)
    {
        var left = next is { } due ? due - clock.GetUtcNow().UtcDateTime : LongestPause;
        return left > LongestPause ? LongestPause : left < ShortestPause ? ShortestPause : left;
    }
}
