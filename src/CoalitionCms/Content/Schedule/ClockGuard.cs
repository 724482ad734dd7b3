using System.Globalization;
using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>A jump of the host's clock that no admin has confirmed yet.</summary>
/// <param name="Expected">The time that it should have been, UTC.</param>
/// <param name="Found">The time that the clock said instead.</param>
internal sealed record ClockJump(DateTime Expected, DateTime Found)
{
    /// <summary>Kind and id of the object in the log.</summary>
    internal const string Object = "clock";

    /// <summary>
    /// Returns the jump that waits for a confirmation; null when there is none. The log holds it, so that a restart does not hide it.
    /// </summary>
    public static async Task<ClockJump?> WaitingAsync(CmsDbContext db, CancellationToken cancellationToken)
    {
        var last = await db.AuditEntries.AsNoTracking().Where(e => e.ObjectId == Object).OrderByDescending(e => e.Number)
            .FirstOrDefaultAsync(cancellationToken);
        if (last?.Verb != AuditVerb.ClockJumped)
        {
            return null;
        }

        using var details = JsonDocument.Parse(last.Details);
        return new(details.RootElement.TryGetProperty("expected", out var expected)
            && DateTime.TryParse(expected.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var at)
            ? at : last.AtUtc, last.AtUtc);
    }
}

internal sealed class ClockAdminQueries(CmsDbContext db)
{
    /// <summary>Returns the jump that waits for a confirmation by this actor.</summary>
    public async Task<ClockJump?> WaitingAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.May(Permission.ManageSite) ? await ClockJump.WaitingAsync(db, cancellationToken) : null;
}

/// <summary>
/// Compares the host's clock with the time that passes by itself, and with the newest entry of the log. After a jump of more than ten
/// minutes nothing is published or purged until an admin has confirmed the clock: neither an embargo nor the trash comes back.
/// </summary>
internal sealed class ClockGuard(TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim looking = new(1);

    /// <summary>
    /// A clock that jumped while the program was not running looks like a long pause. This long without any entry is asked about; shorter
    /// ones happen.
    /// </summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromDays(30);

    private readonly DateTime startedAt = clock.NowToMillisecond();
    private (DateTimeOffset Wall, long Mark) trusted = (clock.GetUtcNow(), clock.GetTimestamp());
    private long? confirmed;

    /// <summary>Returns whether the clock may be acted on; records a jump when it finds one.</summary>
    public async Task<bool> IsTrustedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        // Security: only the first look compares with what was before the start, so the next waits for what it finds.
        await looking.WaitAsync(cancellationToken);
        try
        {
            return await LookAsync(services, cancellationToken);
        }
        finally
        {
            looking.Release();
        }
    }

    public void Dispose() => looking.Dispose();

    private async Task<bool> LookAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<CmsDbContext>();
        var last = await db.AuditEntries.AsNoTracking().Where(e => e.ObjectId == ClockJump.Object).OrderByDescending(e => e.Number)
            .Select(e => new { e.Number, e.Verb }).FirstOrDefaultAsync(cancellationToken);
        if (last?.Verb == AuditVerb.ClockJumped)
        {
            return false;
        }

        var isFirst = confirmed is null;
        if (last is not null && confirmed is { } known && last.Number != known)
        {
            trusted = (clock.GetUtcNow(), clock.GetTimestamp());
        }

        var entries = db.AuditEntries.AsNoTracking().OrderByDescending(e => e.Number);
        var newest = await entries.Select(e => (DateTime?)e.AtUtc).FirstOrDefaultAsync(cancellationToken);

        // Security: not what was written since the start: it has the time of the clock that is in doubt.
        var before = isFirst
            ? await entries.Where(e => e.AtUtc < startedAt).Select(e => (DateTime?)e.AtUtc).FirstOrDefaultAsync(cancellationToken) : null;

        // Not before: a first look that the database cut short is made again.
        confirmed = last?.Number ?? 0;
        if (ExpectedUnlessNow(newest, before) is not { } expected)
        {
            return true;
        }

        services.GetRequiredService<AuditLog>()
            .Record(Actor.System, AuditVerb.ClockJumped, ClockJump.Object, ClockJump.Object, new { expected });
        await db.SaveChangesAsync(cancellationToken);
        return false;
    }

    /// <summary>Returns the time that it should be; null when that is what the clock says.</summary>
    /// <param name="newest">The newest entry of the log.</param>
    /// <param name="beforeStart">At the first look: the newest one before the program started.</param>
    private DateTime? ExpectedUnlessNow(DateTime? newest, DateTime? beforeStart)
    {
        var now = clock.GetUtcNow();
        var passed = trusted.Wall + clock.GetElapsedTime(trusted.Mark);
        return (now - passed).Duration() > Clock.Tolerance ? passed.UtcDateTime
            : newest > now.UtcDateTime + Clock.Tolerance ? newest
            : now.UtcDateTime - beforeStart > LongestSilence ? beforeStart
            : null;
    }
}
