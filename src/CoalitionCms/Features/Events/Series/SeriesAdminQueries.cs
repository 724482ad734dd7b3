using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>A series, and the event that it is created from.</summary>
/// <param name="SeriesId">The series; null when there is none yet.</param>
/// <param name="Rule">Its rule; for an event without a series, weekly from its day on.</param>
/// <param name="Dates">Its events, in order.</param>
/// <param name="IsPublic">True when the event is public.</param>
internal sealed record OpenSeries(EventHead Head, Guid? SeriesId, long Version, SeriesRule Rule, IReadOnlyList<SeriesEvent> Dates,
    bool IsPublic);

internal sealed class SeriesAdminQueries(CmsDbContext db, CheckInQueries door, TimeProvider clock)
{
    /// <summary>Returns the series of an event; null when there is no such event, or the actor may not edit it.</summary>
    public async Task<OpenSeries?> OpenAsync(Actor actor, Guid eventId, Language reader, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.EditEverything) || await door.HeadAsync(actor, eventId, reader, cancellationToken) is not { } head)
        {
            return null;
        }

        var series = await db.Set<EventSeries>().AsNoTracking()
            .SingleOrDefaultAsync(s => db.Set<SeriesDate>().Any(d => d.EventId == eventId && d.SeriesId == s.Id), cancellationToken);
        var isPublic = await db.Set<Publication>().AnyAsync(p => p.ItemId == eventId, cancellationToken);
        return series is null
            ? new(head, null, 0, new(SeriesRhythm.Weekly, 1, head.Facts.StartsOn, null, null), [], isPublic)
            : new(head, series.Id, series.Version, series.ToRule(), await DatesAsync(series.Id, cancellationToken), isPublic);
    }

    public DateOnly Today(EventFacts facts) => clock.TodayIn(TimeZoneInfo.FindSystemTimeZoneById(facts.TimeZone));

    private async Task<IReadOnlyList<SeriesEvent>> DatesAsync(Guid seriesId, CancellationToken cancellationToken)
    {
        var dates = await db.Set<SeriesDate>().AsNoTracking().Where(d => d.SeriesId == seriesId).OrderBy(d => d.PlannedOn)
            .ToListAsync(cancellationToken);
        var ids = dates.Select(d => d.EventId).ToList();
        var events = await db.Set<Event>().AsNoTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellationToken);
        var entries = (await db.Set<Entry>().AsNoTracking().Where(e => ids.Contains(e.ItemId) && e.IsOriginal)
            .Select(e => new
            {
                e.ItemId,
                e.Id,
                e.Title,
                e.Language,
                e.LatestRevisionId,
                e.SubmittedRevisionId,
                e.ScheduledAt,
                e.WithdrawnAt,
                e.TrashedAt,
                Published = db.Set<Publication>().Where(p => p.EntryId == e.Id).Select(p => (Guid?)p.RevisionId).FirstOrDefault(),
                Facts = db.Set<FactsRevision>().Where(f => f.ItemId == e.ItemId).OrderByDescending(f => f.Number).Select(f => f.Json)
                .FirstOrDefault(),
                HasPendingFacts =
                db.Set<Item>().Any(i => i.Id == e.ItemId && i.PublicFactsNumber != null && i.PublicFactsNumber != i.FactsNumber),
            }).ToListAsync(cancellationToken)).ToDictionary(e => e.ItemId);
        return [.. dates.Where(d => events.ContainsKey(d.EventId) && entries.ContainsKey(d.EventId)).Select(d =>
        {
            var (facts, entry) = (events[d.EventId].ToFacts(), entries[d.EventId]);
            var latest = entry.Facts is null ? facts : FactsJson.Read<EventFacts>(entry.Facts);
            var isExcepted = entry.TrashedAt is not null
                || (SeriesPlan.HashOf(facts) != d.Written && SeriesPlan.HashOf(latest) != d.Written);
            var standing =
                new EntryStanding(entry.LatestRevisionId, entry.Published, entry.SubmittedRevisionId, entry.ScheduledAt, entry.WithdrawnAt,
                entry.TrashedAt, entry.HasPendingFacts);
            return new SeriesEvent(d.EventId, d.PlannedOn, facts, entry.Id, entry.Title, entry.Language, isExcepted, standing.State);
        })];
    }
}
