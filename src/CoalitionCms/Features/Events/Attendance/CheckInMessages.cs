using CoalitionCms.Data;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>The answer of the door page to a check-in request, for the reader or for the page's script.</summary>
/// <param name="Id">The row; null when it no longer exists.</param>
/// <param name="Mark">"Here · Li 18:03", or empty.</param>
/// <param name="Said">The result, as a sentence.</param>
/// <param name="Again">True when the row already had this state because another person was faster.</param>
internal sealed record DoorAnswer(Guid? Id, bool Here, string Mark, string Said, string Counts, bool Again = false);

/// <summary>Composes the messages for check-in requests.</summary>
internal sealed class CheckInMessages(CmsDbContext db, CheckInQueries queries, Texts texts)
{
    public async Task<DoorAnswer> OfAsync(MarkAtDoor.Marked marked, EventFacts facts, CancellationToken cancellationToken)
    {
        var by = marked.By is { } account ? (await queries.NamesAsync([account], cancellationToken)).GetValueOrDefault(account, "") : "";
        var at = marked.At is { } utc ? CheckInQueries.ClockOf(utc, TimeZoneInfo.FindSystemTimeZoneById(facts.TimeZone)) : "";
        var said = (marked.IsHere, marked.WasSo) switch
        {
            (true, true) => at.Length > 0 ? texts["Door.WasHereBy", by, at] : texts["Door.WasHere"],
            (true, false) => texts["Door.MarkedHere"],
            (false, true) => texts["Door.WasNotHere"],
            _ => texts["Door.MarkedGone"],
        };
        return new(marked.AttendanceId, marked.IsHere, marked.IsHere ? Mark(by, at) : "", said, "", marked.WasSo);
    }

    /// <summary>Returns the text shown in the row of a person who is present.</summary>
    public string Mark(string by, string at) => at.Length > 0 ? texts["Door.HereBy", by, at] : texts["Door.Here"];

    public async Task<string> CountsAsync(Guid eventId, CancellationToken cancellationToken)
    {
        var now = await db.Set<Attendance>().Where(a => a.EventId == eventId).GroupBy(a => a.EventId)
            .Select(g => new { Listed = g.Count(), Here = g.Count(a => a.Status == AttendanceStatus.Attended) })
            .SingleOrDefaultAsync(cancellationToken);
        return Counts(now?.Here ?? 0, now?.Listed ?? 0);
    }

    public string Counts(int here, int listed) => texts["Door.Counts", here, listed];
}
