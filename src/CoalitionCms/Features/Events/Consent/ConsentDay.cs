using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>
/// The day for which a request decides who may be named. Security: not before the newest entry of the log, nor, while the clock is in doubt,
/// before the time that it should be: a clock that was set back brings back no name whose consent has ended.
/// </summary>
internal sealed class ConsentDay(CmsDbContext db, CmsOptions options, TimeProvider clock)
{
    private DateTime? least;

    public async Task<DateOnly> TodayAsync(CancellationToken cancellationToken)
    {
        if (least is null)
        {
            var newest = await db.AuditEntries.AsNoTracking().OrderByDescending(e => e.Number).Select(e => e.AtUtc)
                .FirstOrDefaultAsync(cancellationToken);
            var expected = (await ClockJump.WaitingAsync(db, cancellationToken))?.Expected;
            least = expected > newest ? expected : newest;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        return Clock.DayIn(now > least ? now : least.Value, options.Zone);
    }
}
