using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

internal sealed class CalendarQueries(CmsDbContext db, PublishedEntries entries, PageCacheTags shown, SiteUrls urls)
{
    /// <summary>The maximum number of events in a calendar.</summary>
    private const int Most = 200;

    /// <summary>Returns the latest events in a language, upcoming ones with priority.</summary>
    public Task<IReadOnlyList<CalendarEvent>> AllAsync(Language language, CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Event));
        return ReadAsync(entries.In(EntryKind.Event, language).OrderByDescending(p => p.SortAt).ThenByDescending(p => p.EntryId).Take(Most),
            cancellationToken);
    }

    public Task<IReadOnlyList<CalendarEvent>> OneAsync(PublishedEntry entry, CancellationToken cancellationToken) =>
        ReadAsync(db.Set<Publication>().AsNoTracking().Where(p => p.EntryId == entry.Line.EntryId), cancellationToken);

    private async Task<IReadOnlyList<CalendarEvent>> ReadAsync(IQueryable<Publication> publications, CancellationToken cancellationToken)
    {
        var lines = await publications.Select(p => new { p.ItemId, p.Language, p.Slug, p.Title, p.Summary, p.UpdatedAt })
            .ToListAsync(cancellationToken);
        var ids = lines.Select(l => l.ItemId).ToList();
        shown.Add([.. ids.Select(CacheTag.Item)]);
        var events = await db.Set<Event>().AsNoTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellationToken);
        return [.. lines.Select(l => new CalendarEvent(
            l.ItemId, events[l.ItemId].ToFacts(), events[l.ItemId].FactsNumber, l.UpdatedAt, l.Title, l.Summary,
            urls.Absolute(SiteUrls.Entry(EntryKind.Event, Language.Find(l.Language)!, l.Slug)), Language.Find(l.Language)!))];
    }
}
