using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Events.Site;

internal sealed class DetailsModel(EventQueries reader, PublishedEntries entries, IEventReports articles) : PublishedPage
{
    public EventView Event { get; private set; } = null!;
    public PublishedEntry Entry { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        var lookup = await entries.FindAsync(EntryKind.Event, Language, slug, cancellationToken);
        if (lookup.Entry is not { } entry)
        {
            return Elsewhere(lookup);
        }

        var item = entry.Line.ItemId;
        (Entry, Event) = (entry, await reader.ReadAsync(entry, cancellationToken) with
        {
            Path = entry.Line.Path,
            Reports = await articles.AboutAsync(item, Language, 10, cancellationToken),
            Others = await reader.OfSeriesAsync(item, Language, 5, cancellationToken),
        });
        return Page();
    }
}
