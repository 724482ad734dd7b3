using CoalitionCms.Content.Actions;
using CoalitionCms.Features.Settings;

namespace CoalitionCms.Content;

/// <summary>Publishes what is due and purges the trash, at the start and from then on.
/// What came due while the program was down is done first.</summary>
public sealed class PublishingClock(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PublishingClock> log) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenPurges = TimeSpan.FromHours(1);

    /// <summary>When it last ran through without a fault; null before the first time.</summary>
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

                // While the site is for reading only, what is due waits.
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
                // The database may be away for a while: what is due then is published when it is back.
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
