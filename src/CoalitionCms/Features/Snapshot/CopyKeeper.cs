using System.Data.Common;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Integrity;

namespace CoalitionCms.Features.Snapshot;

/// <summary>How the copy of this machine stands.</summary>
/// <param name="FailedAt">When it could last not be made; null if the last time went well.</param>
internal sealed record CopyStanding(bool IsOn, CopyManifest? Manifest, bool IsSigned, DateTime? FailedAt, string Failure, bool IsBusy);

/// <summary>
/// Keeps the copy up to date from which readers are served while the database is gone: a few minutes after a change, and each day, because
/// pages count days.
/// </summary>
internal sealed class CopyKeeper(
    LastCopy last, ISitesInProcess sites, CmsOptions options, SnapshotOnly only, IServiceScopeFactory scopes, TimeProvider clock,
    ILogger<CopyKeeper> log) : BackgroundService
{
    /// <summary>After the first requests, which should not wait.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Somebody who publishes often publishes again.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim turn = new(1);
    private DateTime? failedAt;
    private string failure = "";

    public CopyStanding Standing
    {
        get
        {
            var path = Path.Combine(last.Folder, CopyManifest.FileName);
            return new(options.KeepsCopy, File.Exists(path) ? CopyManifest.Read(File.ReadAllBytes(path), out _) : null,
                File.Exists(Path.Combine(last.Folder, CopyManifest.SignatureName)), failedAt, failure, turn.CurrentCount == 0);
        }
    }

    /// <summary>Makes the copy now; false if it is being made, or cannot be.</summary>
    public async Task<bool> MakeAsync(CancellationToken cancellationToken)
    {
        if (!await turn.WaitAsync(0, cancellationToken))
        {
            return false;
        }

        try
        {
            // One page at a time: readers come first.
            await new SnapshotWriter(sites, options).RunAsync(
                new(last.Folder, clock.GetUtcNow().UtcDateTime, SnapshotWish.UsualDays, Workers: 1), cancellationToken);
            await SettleAsync(cancellationToken);
            failedAt = null;
            return true;
        }
        catch (Exception problem) when (problem is SetupException or DbException or IOException or UnauthorizedAccessException)
        {
            (failedAt, failure) = (clock.GetUtcNow().UtcDateTime, problem.GetType().Name);
            log.LogError("The copy of the site could not be made; the last one is as it was. {Type}", problem.GetType().Name);
            return false;
        }
        finally
        {
            turn.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.KeepsCopy)
        {
            return;
        }

        await Task.Delay(FirstPause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!only.IsOn && await SettleAsync(stoppingToken) && IsDue())
                {
                    await MakeAsync(stoppingToken);
                }
            }
            catch (Exception outage) when (DatabaseTrouble.Of(outage) is not null)
            {
                // What the copy is for.
                log.LogInformation("The copy of the site waits for the database.");
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool IsDue()
    {
        var isOld = Standing.Manifest?.IssuedAt.Date != clock.GetUtcNow().UtcDateTime.Date;
        var isChanged = last.Pending.Count > 0 && (last.ChangedAt is not { } at
            || Environment.TickCount64 - at > Quiet.TotalMilliseconds);
        return isOld || isChanged;
    }

    /// <summary>Reads from the database what changed since the copy; false while it does not answer.</summary>
    private async Task<bool> SettleAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (!await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().AnswersAsync(cancellationToken))
        {
            return false;
        }

        var changedBefore = last.ChangedAt;
        var head = CopyState.HeadIn(SnapshotWriter.StateFile(options, last.Folder));
        var changed = await scope.ServiceProvider.GetRequiredService<CopyPages>().ChangedSinceAsync(head, cancellationToken);

        // Unless something was announced meanwhile, which the query may have missed.
        if (last.ChangedAt == changedBefore)
        {
            last.Settle(changed ?? new HashSet<string> { Caching.CacheTag.Everything });
        }

        return true;
    }
}
