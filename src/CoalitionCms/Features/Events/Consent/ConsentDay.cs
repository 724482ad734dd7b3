using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>
/// The day for which it is decided who may be named. Security: not before the newest entry of the log, nor before the time that has passed
/// since the program started: a clock that was set back brings back no name whose consent has ended.
/// </summary>
internal sealed class ConsentDay(CmsOptions options, TimeProvider clock)
{
    private Start? start;

    public async Task<DateOnly> TodayAsync(CmsDbContext db, CancellationToken cancellationToken)
    {
        var began = start ??= await ReadAsync(db, cancellationToken);
        var (now, passed) = (clock.GetUtcNow().UtcDateTime, began.At + clock.GetElapsedTime(began.Mark));
        return Clock.DayIn(now > passed ? now : passed, options.Zone);
    }

    private async Task<Start> ReadAsync(CmsDbContext db, CancellationToken cancellationToken)
    {
        var newest = await db.AuditEntries.AsNoTracking().OrderByDescending(e => e.Number).Select(e => e.AtUtc)
            .FirstOrDefaultAsync(cancellationToken);
        var jump = await ClockJump.WaitingAsync(db, cancellationToken);
        return new(new[] { clock.GetUtcNow().UtcDateTime, newest, jump?.Expected ?? newest }.Max(), clock.GetTimestamp());
    }

    /// <param name="At">The time that it was at least.</param>
    /// <param name="Mark">The timestamp of that moment, which no setting of the clock changes.</param>
    private sealed record Start(DateTime At, long Mark);
}
