using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Notifications;

/// <param name="SentAt">When a notification was last sent; null if none was.</param>
/// <param name="FailedAt">When one last failed; null if none has failed since.</param>
/// <param name="Failure">The type of the error.</param>
internal sealed record NotificationState(DateTime? SentAt, DateTime? FailedAt, string Failure);

/// <summary>
/// Sends queued notifications in the background, also those of before a restart. Nothing waits for a mail; a failed one is tried again
/// after growing pauses.
/// </summary>
internal sealed class NotificationSender(
    IServiceScopeFactory scopes, CommittedEntries committed, ClockGuard guard, CmsOptions options, TimeProvider clock,
    ILogger<NotificationSender> log)
    : BackgroundService
{
    private const int Most = 1_000;
    private const int Batch = 20;
    private static readonly TimeSpan Age = TimeSpan.FromDays(3);
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(3), TimeSpan.FromHours(12)];

    private readonly SemaphoreSlim news = new(0, 1);

    public NotificationState State { get; private set; } = new(null, null, "");

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        committed.Committed += Wake;
        return options.Smtp.IsOn ? base.StartAsync(cancellationToken) : Task.CompletedTask;
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        committed.Committed -= Wake;
        return base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        news.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await SendDueAsync(stoppingToken))
                {
                }

                await news.WaitAsync(Look, stoppingToken);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The notices that wait could not be read. {Type}", problem.GetType().Name);
                await Task.Delay(Look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // The application is stopping; what waits is sent after the next start.
            }
        }
    }

    private void Wake(IReadOnlyList<AuditEntry> entries)
    {
        if (news.CurrentCount == 0 && entries.Any(e => QueuedNotification.Of(e) is not null))
        {
            try
            {
                news.Release();
            }
            catch (SemaphoreFullException)
            {
                // Another entry has just done so.
            }
        }
    }

    /// <summary>Tries those that are due; false when there were none.</summary>
    private async Task<bool> SendDueAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CmsDbContext>();
        var queue = db.Set<QueuedNotification>();
        var now = clock.NowToMillisecond();
        var old = now - Age;

        // Security: by a clock that is ahead, all of them would be too old.
        if (await guard.IsTrustedAsync(scope.ServiceProvider, stoppingToken))
        {
            await queue.Where(n => n.AtUtc < old).ExecuteDeleteAsync(stoppingToken);
        }

        // Bounded: a flood of sign-ins drops the oldest notifications but does not affect the site.
        if (await queue.OrderByDescending(n => n.AtUtc).Skip(Most).Select(n => (DateTime?)n.AtUtc).FirstOrDefaultAsync(stoppingToken)
            is { } oldest)
        {
            await queue.Where(n => n.AtUtc <= oldest).ExecuteDeleteAsync(stoppingToken);
        }

        var due = await queue.AsNoTracking().Where(n => n.DueAt <= now).OrderBy(n => n.DueAt).Take(Batch).ToListAsync(stoppingToken);
        foreach (var notification in due)
        {
            await SendAsync(scope.ServiceProvider, notification, stoppingToken);
        }

        return due.Count > 0;
    }

    private async Task SendAsync(IServiceProvider services, QueuedNotification notification, CancellationToken stoppingToken)
    {
        var db = services.GetRequiredService<CmsDbContext>();
        var own = db.Set<QueuedNotification>().Where(n => n.Id == notification.Id && n.Tries == notification.Tries);
        var again = clock.NowToMillisecond() + Pauses[Math.Min(notification.Tries, Pauses.Length - 1)];

        // Taken by one of several processes; if this one is killed now, it is tried again after the pause.
        if (await own.ExecuteUpdateAsync(set => set.SetProperty(n => n.Tries, n => n.Tries + 1).SetProperty(n => n.DueAt, again),
            stoppingToken) == 0)
        {
            return;
        }

        try
        {
            var account = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == notification.AccountId, stoppingToken);
            if (account?.Email is { } address)
            {
                await services.GetRequiredService<NotificationMail>()
                    .SendAsync(notification, address, Language.Find(account.Language) ?? Language.English, stoppingToken);
                State = new(clock.NowToMillisecond(), null, "");
            }

            await db.Set<QueuedNotification>().Where(n => n.Id == notification.Id).ExecuteDeleteAsync(stoppingToken);
        }
        catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
        {
            // Security: only the type of the error; the server's message may contain the address.
            State = State with { FailedAt = clock.NowToMillisecond(), Failure = problem.GetType().Name };
            log.LogWarning("A notice ({Kind}) could not be sent. {Type}", notification.Kind, problem.GetType().Name);
        }
    }
}
