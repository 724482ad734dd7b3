using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>
/// The day for which it is decided who may be named. Security: not before the newest entry of the log, nor, while the clock is in doubt,
/// before the time that it should be: a clock that was set back brings back no name whose consent has ended.
/// </summary>
internal sealed class ConsentDay(CmsDbContext db, CmsOptions options, TimeProvider clock)
{
    public async Task<DateOnly> TodayAsync(CancellationToken cancellationToken)
    {
        var newest = await db.AuditEntries.AsNoTracking().OrderByDescending(e => e.Number).Select(e => e.AtUtc)
            .FirstOrDefaultAsync(cancellationToken);
        var jump = await ClockJump.WaitingAsync(db, cancellationToken);
        return Clock.DayIn(new[] { clock.GetUtcNow().UtcDateTime, newest, jump?.Expected ?? newest }.Max(), options.Zone);
    }
}
