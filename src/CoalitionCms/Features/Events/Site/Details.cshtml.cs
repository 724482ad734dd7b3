using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Events.Site;

/// <summary>One event.</summary>
public sealed class DetailsModel(EventReader reader, PublishedEntries entries, ArticleReader articles) : SitePage
{
    /// <summary>The event.</summary>
    public EventView Event { get; private set; } = null!;

    /// <summary>Where it stands.</summary>
    public PublishedEntry Entry { get; private set; } = null!;

    /// <summary>Articles that report it, newest first.</summary>
    public IReadOnlyList<EntryLine> Reports { get; private set; } = [];

    /// <summary>The next dates of its series.</summary>
    public IReadOnlyList<EventCard> Others { get; private set; } = [];

    /// <summary>Shows it, or says where it is.</summary>
    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        var lookup = await entries.FindAsync(EntryKind.Event, Language, slug, cancellationToken);
        if (lookup.Entry is not { } entry)
        {
            return Elsewhere(lookup);
        }

        (Entry, Event) = (entry, await reader.ReadAsync(entry, cancellationToken));
        Others = await reader.OfSeriesAsync(entry.Line.SubjectId, Language, 5, cancellationToken);
        Reports = await articles.AboutAsync(entry.Line.SubjectId, Language, 10, cancellationToken);
        return Page();
    }
}
