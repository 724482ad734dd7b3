using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>
/// Titles of public events. An event that is not public has no title here: attendees know the date, and a draft is not disclosed.
/// </summary>
internal static class EventTitles
{
    /// <summary>Returns the titles in the reader's language, otherwise in the original language.</summary>
    public static async Task<IReadOnlyDictionary<Guid,
        LanguageText>> OfAsync(CmsDbContext db, IReadOnlyCollection<Guid> eventIds, Language reader, CancellationToken cancellationToken)
    {
        var titles = await db.Set<Publication>().AsNoTracking()
            .Where(p => eventIds.Contains(p.ItemId) && (p.IsOriginal || p.Language == reader.Code))
            .Select(p => new { p.ItemId, p.Title, p.Language }).ToListAsync(cancellationToken);
        return titles.GroupBy(t => t.ItemId)
            .ToDictionary(g => g.Key, g =>
            g.OrderByDescending(t => t.Language == reader.Code).Select(t => new LanguageText(t.Title, t.Language)).First());
    }
}
