using System.Globalization;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Operations.Backup.Actions;

namespace CoalitionCms.Operations.Backup;

/// <summary>
/// Makes a backup each day, restores it for a test each week, and deletes old ones. The health page reads the results from the log.
/// </summary>
internal sealed class BackupSchedule(
    CmsOptions options, IServiceScopeFactory scopes, ClockGuard guard, TimeProvider clock, ILogger<BackupSchedule> log)
    : BackgroundService
{
    /// <summary>All of the last days, one of each of the last weeks, one of each of the last months.</summary>
    internal const int Days = 7;
    internal const int Weeks = 4;
    internal const int Months = 6;

    private const string Ending = ".backup";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);

    /// <summary>Makes the backup of the day if it is due. Returns its path; null if it was not due.</summary>
    internal async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var known = Directory.Exists(options.BackupDirectory) ? Dated() : [];
        if (known.Exists(b => b.Day == DateOnly.FromDateTime(now)))
        {
            return null;
        }

        Directory.CreateDirectory(options.BackupDirectory);
        var passphrase = SecretText.WithoutMark((await File.ReadAllTextAsync(options.BackupPassphraseFile, cancellationToken)).Trim());
        if (SecretText.Length(passphrase) < BackupSeal.ShortestPassphrase)
        {
            throw new SetupException("The passphrase in Cms__BackupPassphraseFile is too short.",
                string.Create(CultureInfo.InvariantCulture, $"Take several words: at least {BackupSeal.ShortestPassphrase} characters."));
        }

        var path = Path.Combine(options.BackupDirectory, "cms-" + now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + Ending);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MakeBackup>()
            .RunAsync(Actor.System, new(path, passphrase), cancellationToken);
        var tested = (await scope.ServiceProvider.GetRequiredService<BackupAdminQueries>().ReadAsync(cancellationToken)).TestedAt;
        if (tested is not { } last || now - last > TimeSpan.FromDays(7))
        {
            await using var trial = scopes.CreateAsyncScope();
            await trial.ServiceProvider.GetRequiredService<TestBackup>().RunAsync(Actor.System, new(path, passphrase), cancellationToken);
        }

        // Security: a clock that is ahead makes backups look old. While it is in doubt, they are kept.
        if (await guard.IsTrustedAsync(scope.ServiceProvider, cancellationToken))
        {
            foreach (var (old, _) in Superfluous(Dated(), DateOnly.FromDateTime(now)))
            {
                File.Delete(old);
            }
        }

        return path;
    }

    /// <summary>What may be deleted of dated backups. The newest of a week or month stands for it.</summary>
    internal static List<(string Path, DateOnly Day)> Superfluous(List<(string Path, DateOnly Day)> backups, DateOnly today)
    {
        var newestFirst = backups.OrderByDescending(b => b.Day).ToList();
        var kept = newestFirst.Where(b => b.Day > today.AddDays(-Days))
            .Concat(newestFirst.GroupBy(b =>
            ISOWeek.GetYear(b.Day.ToDateTime(default)) * 100 + ISOWeek.GetWeekOfYear(b.Day.ToDateTime(default)))
                .OrderByDescending(g => g.Key).Take(Weeks).Select(g => g.First()))
            .Concat(newestFirst.GroupBy(b => (b.Day.Year * 100) + b.Day.Month).OrderByDescending(g => g.Key).Take(Months)
                .Select(g => g.First()))
            .ToHashSet();
        return newestFirst.FindAll(b => !kept.Contains(b));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.BackupDirectory.Length == 0)
        {
            return;
        }

        await Task.Delay(FirstPause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception problem) when (problem is SetupException or IOException or UnauthorizedAccessException
                || DatabaseTrouble.Of(problem) is not null)
            {
                log.LogError("The backup of the day could not be made or tested; it is tried again. {Type}", problem.GetType().Name);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The backups that this schedule made, by their names; others are nobody's business here.</summary>
    private List<(string Path, DateOnly Day)> Dated() =>
        [.. Directory.GetFiles(options.BackupDirectory, "cms-*" + Ending).Select(path => (Path: path,
            IsDated: DateOnly.TryParseExact(Path.GetFileName(path)[4..^Ending.Length], "yyyy-MM-dd", CultureInfo.InvariantCulture,
                DateTimeStyles.None, out var day), Day: day)).Where(b => b.IsDated).Select(b => (b.Path, b.Day))];
}
