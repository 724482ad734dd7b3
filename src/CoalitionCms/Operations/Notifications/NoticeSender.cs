using System.Threading.Channels;
using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Notifications;

/// <summary>How sending went last.</summary>
/// <param name="SentAt">When a notice last went out; null when none did.</param>
/// <param name="FailedAt">When one last could not; null when none failed since.</param>
/// <param name="Failure">What kind of error it was.</param>
public sealed record NoticeState(DateTime? SentAt, DateTime? FailedAt, string Failure);

/// <summary>Sends notices in the background, as the log tells of what they are about. Nobody waits for a mail; one that cannot be sent is tried again twice and then given up.</summary>
public sealed class NoticeSender(IServiceScopeFactory scopes, CommittedEntries committed, CmsOptions options, TimeProvider clock, ILogger<NoticeSender> log) : BackgroundService
{
    private const int Most = 1_000;
    private static readonly TimeSpan[] Waits = [TimeSpan.Zero, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(2)];

    // Bounded: a flood of sign-ins drops the oldest notices, never the site.
    private readonly Channel<Notice> waiting = Channel.CreateBounded<Notice>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>How it went last.</summary>
    public NoticeState State { get; private set; } = new(null, null, "");

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Smtp.IsOn)
        {
            committed.Committed += Take;
        }

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        committed.Committed -= Take;
        return base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var notice in waiting.Reader.ReadAllAsync(stoppingToken))
        {
            await SendAsync(notice, stoppingToken);
        }
    }

    private void Take(IReadOnlyList<AuditEntry> lines)
    {
        foreach (var notice in lines.Select(Notice.Of).OfType<Notice>())
        {
            waiting.Writer.TryWrite(notice);
        }
    }

    private async Task SendAsync(Notice notice, CancellationToken stoppingToken)
    {
        foreach (var wait in Waits)
        {
            await Task.Delay(wait, clock, stoppingToken);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var account = await scope.ServiceProvider.GetRequiredService<CmsDbContext>().Users.AsNoTracking()
                    .Where(a => a.Id == notice.AccountId).Select(a => new { a.Email, a.Language }).SingleOrDefaultAsync(stoppingToken);
                if (account?.Email is { } address)
                {
                    await scope.ServiceProvider.GetRequiredService<NoticeMail>().SendAsync(notice, address, Language.Find(account.Language) ?? Language.English, stoppingToken);
                    State = new(clock.NowToMillisecond(), null, "");
                }

                return;
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                // Security: the kind of error alone; a server's own words may hold the address.
                State = State with { FailedAt = clock.NowToMillisecond(), Failure = problem.GetType().Name };
                log.LogWarning("A notice ({Kind}) could not be sent. {Type}", notice.Kind, problem.GetType().Name);
            }
        }
    }
}
