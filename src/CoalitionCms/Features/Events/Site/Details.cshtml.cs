using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Events.Site;

internal sealed class DetailsModel(EventQueries reader, PublishedEntries entries, IEventReports articles) : PublishedPage
{
    public EventView Event { get; private set; } = null!;
    public PublishedEntry Entry { get; private set; } = null!;

    /// <summary>Articles about the event, newest first.</summary>
    public IReadOnlyList<EntryRow> Reports { get; private set; } = [];

    public IReadOnlyList<EventCard> Others { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        var lookup = await entries.FindAsync(EntryKind.Event, Language, slug, cancellationToken);
        if (lookup.Entry is not { } entry)
        {
            return Elsewhere(lookup);
        }

        (Entry, Event) = (entry, await reader.ReadAsync(entry, cancellationToken));
        Others = await reader.OfSeriesAsync(entry.Line.ItemId, Language, 5, cancellationToken);
        Reports = await articles.AboutAsync(entry.Line.ItemId, Language, 10, cancellationToken);
        return Page();
    }
}
