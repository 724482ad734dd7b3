using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Features.Settings;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Operations.Audit.Actions;

namespace CoalitionCms.Operations.Health;

/// <summary>The result of the last full verification.</summary>
/// <param name="Damage">Damage reported by the database, or null.</param>
internal sealed record HealthFindings(DateTimeOffset At, AuditReport Audit, ContentReport Content, RowReport Rows, string? Damage)
{
    public bool IsSound => Audit.Break is null && Content.Wrong is null && Rows.Wrong is null && Damage is null;
}

/// <summary>
/// Verifies everything once a day and on request of an admin, keeps the result in memory, and writes the checkpoints of the log.
/// </summary>
internal sealed class VerificationMonitor(
    IServiceScopeFactory scopes, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<VerificationMonitor> log)
    : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private Task running = Task.CompletedTask;

    /// <summary>The last result; null before the first.</summary>
    public HealthFindings? Latest { get; private set; }

    public bool IsChecking => !running.IsCompleted;

    /// <summary>Verifies everything now, unless it is already running, and returns when it is finished or takes long.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        Task checking;
        lock (gate)
        {
            checking = running = running.IsCompleted ? Task.Run(CheckAsync, lifetime.ApplicationStopping) : running;
        }

        await Task.WhenAny(checking, Task.Delay(Patience, cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(FirstPause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            await WriteCheckpointAsync(stoppingToken);
            if (Latest is null || clock.GetUtcNow() - Latest.At >= Age)
            {
                await AskAsync(stoppingToken);
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WriteCheckpointAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            if (!await scope.ServiceProvider.GetRequiredService<ReadingOnly>().IsOnAsync(cancellationToken))
            {
                await scope.ServiceProvider.GetRequiredService<WriteCheckpoint>().RunAsync(cancellationToken);
            }
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError("No checkpoint could be written; it is tried again. {Type}", problem.GetType().Name);
        }
        catch (OperationCanceledException)
        {
            // The application is stopping.
        }
    }

    private async Task CheckAsync()
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var damage = await scope.ServiceProvider.GetRequiredService<DatabaseCheck>().DamageAsync(lifetime.ApplicationStopping);
            var audit = await scope.ServiceProvider.GetRequiredService<AuditVerification>()
                .RunAsync(noted: null, progress: null, lifetime.ApplicationStopping);
            var content = await scope.ServiceProvider.GetRequiredService<ContentVerification>()
                .RunAsync(progress: null, lifetime.ApplicationStopping);
            var rows = await scope.ServiceProvider.GetRequiredService<RowVerification>().RunAsync(lifetime.ApplicationStopping);
            Latest = new(clock.GetUtcNow(), audit, content, rows, damage);
            if (!Latest.IsSound)
            {
                log.LogError(
                    "Verification found something wrong. Audit log: line {Line} {Reason}. Public texts: entry {Entry} {Fault}. "
                    + "Rows: {Table} {Row} {RowFault}. Database: {Damage}",
                    audit.Break?.Number, audit.Break?.Reason, content.Wrong?.EntryId, content.Wrong?.Fault, rows.Wrong?.Table,
                    rows.Wrong?.Key, rows.Wrong?.Fault, damage is not null);
            }
        }
        catch (Exception problem) when (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The last result and its time are kept.
            log.LogError("The verification could not run to its end. {Type}", problem.GetType().Name);
        }
        catch (OperationCanceledException)
        {
            // The application is stopping.
        }
    }
}
