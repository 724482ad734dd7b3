using System.Globalization;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Snapshot;
using CoalitionCms.Identity;
using CoalitionCms.Integrity;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Operations.Backup;
using CoalitionCms.Operations.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Health;

/// <summary>Runs all health checks for admins: the quick ones immediately, the long ones from <see cref="VerificationMonitor"/>.</summary>
internal sealed class HealthAdminQueries(
    CmsDbContext db, DatabaseCheck database, AuditAdminQueries audit, AccountAdminQueries accounts, ReadingOnly readingOnly,
    VerificationMonitor watch,
        PublishingClock scheduler, HostChecks host,
    FieldEncryption sealing, BackupAdminQueries backups, NotificationSender notices, HealthGlance glance, CopyKeeper copies,
    CmsOptions options,
    TimeProvider clock)
{
    private static readonly TimeSpan SchedulerPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ClockPatience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan BackupAge = TimeSpan.FromDays(7);
    private static readonly TimeSpan CopyAge = TimeSpan.FromDays(2);
    private static readonly TimeSpan TestAge = TimeSpan.FromDays(90);

    public async Task<HealthView> ReadAsync(RequestFacts request, CancellationToken cancellationToken)
    {
        var closed = await readingOnly.ReadAsync(cancellationToken);
        var backup = await backups.ReadAsync(cancellationToken);
        List<HealthRow> lines =
        [
            Chain(),
            Content(),
            Rows(),
            Damage(),
            await MigrationsAsync(cancellationToken),
            host.Https(request),
            host.Proxy(request),
            host.Private(),
            host.FieldKeys(await sealing.MarkAsync(cancellationToken)),
            Backup(backup),
            RestoreTest(backup),
            Copy(),
            host.Disk(),
            await FactorsAsync(cancellationToken),
            await ClockAsync(cancellationToken),
            Scheduler(closed),
            await MailAsync(cancellationToken),
            await SecurityTextAsync(cancellationToken),
            host.Icu(),
            await host.ImagesAsync(cancellationToken),
            await host.CardsAsync(cancellationToken),
            PackageAudit.OfProgram.Line(clock.TodayIn(options.Zone)),
            new("ReadingOnly", closed.IsOn ? HealthState.Look : HealthState.Ok, closed.IsOn ? "Look" : "Ok"),
            host.Versions(await database.VersionAsync(cancellationToken)),
        ];
        glance.Problems = lines.Count(l => l.State != HealthState.Ok);
        return new(lines, await audit.HeadAsync(cancellationToken), clock.NowToMillisecond(), watch.Latest?.At.UtcDateTime,
            watch.IsChecking, closed);
    }

    private HealthRow Chain() => watch.Latest?.Audit switch
    {
        null => new("Chain", HealthState.Look, "Look") { IsUnknown = true },
        { Break: { } broken } => new("Chain", HealthState.Act, "Act", broken.Number, broken.Reason),
        var report => new("Chain", HealthState.Ok, "Ok", report.Lines, report.Head.Number),
    };

    private HealthRow Content() => watch.Latest?.Content switch
    {
        null => new("Content", HealthState.Look, "Look") { IsUnknown = true },
        { Wrong: { } wrong } => new("Content", HealthState.Act, "Act", wrong.Path, wrong.Fault),
        var report => new("Content", HealthState.Ok, "Ok", report.Count),
    };

    private HealthRow Rows() => watch.Latest?.Rows switch
    {
        null => new("Rows", HealthState.Look, "Look") { IsUnknown = true },
        { Wrong: { } wrong } => new("Rows", HealthState.Act, "Act", wrong.Table, wrong.Key, wrong.Fault),
        var report => new("Rows", HealthState.Ok, "Ok", report.Rows),
    };

    private HealthRow Damage() => watch.Latest switch
    {
        null => new("Database", HealthState.Look, "Look") { IsUnknown = true },
        { Damage: { } damage } => new("Database", HealthState.Act, "Act", damage),
        _ => new("Database", HealthState.Ok, "Ok"),
    };

    private async Task<HealthRow> MigrationsAsync(CancellationToken cancellationToken)
    {
        var (known, missing) = await database.MigrationsAsync(cancellationToken);
        return missing == 0 ? new("Migrations", HealthState.Ok, "Ok", known) : new("Migrations", HealthState.Act, "Act", missing);
    }

    private HealthRow Backup(BackupState state) => state switch
    {
        { FailedAt: { } failed } => new("Backup", HealthState.Act, "Failed", Moment(failed), state.MadeAt is { } last ? Moment(last) : "–"),
        { MadeAt: null } => new("Backup", HealthState.Look, "Never"),
        { MadeAt: { } made } when clock.NowToMillisecond() - made > BackupAge =>
            new("Backup", HealthState.Look, "Old", Moment(made), state.Bytes / 1_000_000.0),
        { MadeAt: { } made } => new("Backup", HealthState.Ok, "Ok", Moment(made), state.Bytes / 1_000_000.0),
    };

    private HealthRow RestoreTest(BackupState state) => state.TestedAt switch
    {
        null => new("RestoreTest", HealthState.Look, "Never"),
        { } tested when clock.NowToMillisecond() - tested > TestAge => new("RestoreTest", HealthState.Look, "Old", Moment(tested)),
        { } tested => new("RestoreTest", HealthState.Ok, "Ok", Moment(tested)),
    };

    private HealthRow Copy() => copies.Standing switch
    {
        { IsOn: false } => new("Copy", HealthState.Look, "Off"),
        { FailedAt: { } failed } state => new("Copy", HealthState.Act, "Failed", Moment(failed), state.Failure),
        { Manifest: null } => new("Copy", HealthState.Look, "Never"),
        { Manifest: { } last } when clock.NowToMillisecond() - last.IssuedAt > CopyAge =>
        new("Copy", HealthState.Look, "Old", Moment(last.IssuedAt)),
        { Manifest: { } last } => new("Copy", HealthState.Ok, "Ok", Moment(last.IssuedAt), last.Files.Count),
    };

    private async Task<HealthRow> FactorsAsync(CancellationToken cancellationToken)
    {
        var without = await accounts.AdminsWithoutFactorAsync(cancellationToken);
        return without == 0 ? new("Factors", HealthState.Ok, "Ok") : new("Factors", HealthState.Look, "Look", without);
    }

    private async Task<HealthRow> ClockAsync(CancellationToken cancellationToken)
    {
        var now = clock.NowToMillisecond();
        if (await ClockJump.WaitingAsync(db, cancellationToken) is { } jump)
        {
            return new("Clock", HealthState.Act, "Held", Moment(now), Moment(jump.Expected), Moment(jump.Found));
        }

        var newest = await db.AuditEntries.OrderByDescending(e => e.Number).Select(e => e.AtUtc).FirstOrDefaultAsync(cancellationToken);
        return newest > now + ClockPatience ? new("Clock", HealthState.Act, "Act", Moment(now), Moment(newest))
            : new("Clock", HealthState.Ok, "Ok", Moment(now));
    }

    private async Task<HealthRow> MailAsync(CancellationToken cancellationToken) => notices.State switch
    {
        _ when !options.Smtp.IsOn => new("Mail", HealthState.Ok, "Off"),
        var state when await db.Set<QueuedNotification>().CountAsync(n => n.Tries > 0, cancellationToken) is > 0 and var waiting =>
            new("Mail", HealthState.Look, "Queued", waiting, state.FailedAt is { } at ? Moment(at) : "–", state.Failure),
        { FailedAt: { } failed } state => new("Mail", HealthState.Look, "Failed", Moment(failed), state.Failure),
        { SentAt: { } sent } => new("Mail", HealthState.Ok, "Ok", Moment(sent)),
        _ => new("Mail", HealthState.Ok, "Waiting"),
    };

    private async Task<HealthRow> SecurityTextAsync(CancellationToken cancellationToken)
    {
        if (await SecurityText.FindAsync(db, cancellationToken) is not { } end)
        {
            return new("SecurityText", HealthState.Look, "Missing");
        }

        var left = end.DayNumber - clock.TodayIn(options.Zone).DayNumber;
        return left < 0 ? new("SecurityText", HealthState.Act, "Past", end)
            : left <= SecurityText.Notice.Days ? new("SecurityText", HealthState.Look, "Soon", end)
            : new("SecurityText", HealthState.Ok, "Ok", end);
    }

    private HealthRow Scheduler(ReadingOnlyState closed) => scheduler.LastRun switch
    {
        null => new("Scheduler", HealthState.Look, "Look"),
        { } last when clock.GetUtcNow() - last > SchedulerPatience => new("Scheduler", HealthState.Act, "Act", Moment(last.UtcDateTime)),
        _ when closed.IsOn => new("Scheduler", HealthState.Ok, "Paused"),
        { } last => new("Scheduler", HealthState.Ok, "Ok", Moment(last.UtcDateTime)),
    };

    private static string Moment(DateTime utc) => utc.ToString("yyyy\u2011MM\u2011dd HH:mm:ss", CultureInfo.InvariantCulture) + "\u00a0UTC";
}

/// <summary>How many checks were not well when they last ran; for the menu, which does not run them.</summary>
internal sealed class HealthGlance
{
    public int Problems { get; set; }
}

public enum HealthState
{
    Ok,

    Look,

    Act,
}

/// <summary>One check of the health page.</summary>
/// <param name="Key">Its name; its texts are <c>Health.Key.Title</c>, <c>.Why</c> and <c>.Do</c>.</param>
/// <param name="Found">Suffix of the resource key of the result.</param>
/// <param name="Arguments">The format arguments of that text.</param>
internal sealed record HealthRow(string Key, HealthState State, string Found, params object[] Arguments)
{
    /// <summary>True when the check has not run yet, and no problem is known.</summary>
    public bool IsUnknown { get; init; }
}

/// <summary>How the request reached the site.</summary>
/// <param name="IsHttps">It was encrypted, as far as the site can tell.</param>
/// <param name="IsOnion">It was sent to an onion address, which is encrypted by itself.</param>
/// <param name="HasUnknownProxy">It came through an unknown proxy, whose headers are not trusted.</param>
internal sealed record RequestFacts(bool IsHttps, bool IsOnion, bool HasUnknownProxy);

/// <param name="Head">The last entry of the log, to be recorded elsewhere.</param>
/// <param name="AtUtc">When the page was rendered.</param>
/// <param name="CheckedAt">When everything was last verified; null if not yet.</param>
internal sealed record HealthView(
    IReadOnlyList<HealthRow> Lines, ChainHead Head, DateTime AtUtc, DateTime? CheckedAt, bool IsChecking, ReadingOnlyState ReadingOnly);
