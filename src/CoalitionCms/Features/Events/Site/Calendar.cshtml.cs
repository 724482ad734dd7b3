using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Events.Site;

/// <summary>All events as a calendar subscription.</summary>
internal sealed class CalendarModel(CalendarQueries queries, ISiteFrames frames) : SitePage
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var frame = await frames.ReadAsync(Language, cancellationToken);
        return Content(EventCalendar.Write(frame.Name.Text, await queries.AllAsync(Language, cancellationToken)),
            "text/calendar; charset=utf-8");
    }
}
