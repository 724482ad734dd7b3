using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Events.Site;

internal sealed class CalendarFileModel(PublishedEntries entries, CalendarQueries queries) : PublishedPage
{
    /// <summary>Returns the file, or a redirect to the current address.</summary>
    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        var lookup = await entries.FindAsync(EntryKind.Event, Language, slug, cancellationToken);
        return lookup.Entry is { } entry
            ? Content(EventCalendar.Write(entry.Line.Title, await queries.OneAsync(entry, cancellationToken)),
            "text/calendar; charset=utf-8")
            : Elsewhere(lookup with { MovedTo = lookup.MovedTo is { } path ? path + ".ics" : null });
    }
}
