using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>
/// Events for readers. The list of upcoming events changes at midnight in the site's time zone, when pages are rendered again.
/// </summary>
internal sealed class EventQueries(CmsDbContext db, PublishedEntries entries, PublicAttendance attendance, MediaQueries media,
    PageCacheTags shown, TimeProvider clock, CmsOptions options)
{
    /// <summary>
    /// Returns a page of the list: without cursors, the upcoming and the newest past events, with one extra of each. Null when a cursor is
    /// malformed.
    /// </summary>
    public async Task<EventList?> ListAsync(Language language, string? before, string? after, CancellationToken cancellationToken)
    {
        if (after is not null)
        {
            return before is null && Cursor.Read(after) is { } cursor ? await ComingAsync(language, cursor, cancellationToken) : null;
        }

        if (await entries.ListAsync(EntryKind.Event, Past(language), before, cancellationToken) is not { } page)
        {
            return null;
        }

        var list = before is null ? await ComingAsync(language, null, cancellationToken) : new([], null, [], null);
        return list with { Past = await CardsAsync(page.Lines, language, cancellationToken), MorePast = page.Next };
    }

    /// <summary>Returns the next events, soonest first.</summary>
    public async Task<IReadOnlyList<EventCard>> NextAsync(Language language, int take, CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Event));
        return await CardsAsync(await Coming(language).Take(take).Select(PublishedEntries.ToLine).ToListAsync(cancellationToken), language,
            cancellationToken);
    }

    /// <summary>Returns the newest past event that took place, or null.</summary>
    public async Task<EventCard?> LastAsync(Language language, CancellationToken cancellationToken)
    {
        var held = Past(language).Where(p => db.Set<Event>().Any(e => e.Id == p.ItemId && e.Status == EventStatus.Confirmed));
        var last = await entries.LatestAsync(EntryKind.Event, held, 1, cancellationToken);
        return await CardsAsync(last, language, cancellationToken) is [var card, ..] ? card : null;
    }

    /// <summary>Returns the next other dates of the series that an event belongs to, soonest first.</summary>
    public async Task<IReadOnlyList<EventCard>> OfSeriesAsync(Guid eventId, Language language, int take,
        CancellationToken cancellationToken)
    {
        var series = await db.Set<SeriesDate>().AsNoTracking().Where(d => d.EventId == eventId).Select(d => (Guid?)d.SeriesId)
            .SingleOrDefaultAsync(cancellationToken);
        if (series is not { } id)
        {
            return [];
        }

        shown.Add(CacheTag.List(EntryKind.Event));
        var others = Coming(language).Where(p =>
            p.ItemId != eventId && db.Set<SeriesDate>().Any(d => d.SeriesId == id && d.EventId == p.ItemId));
        return await CardsAsync(await others.Take(take).Select(PublishedEntries.ToLine).ToListAsync(cancellationToken), language,
            cancellationToken);
    }

    public async Task<EventView> ReadAsync(PublishedEntry entry, CancellationToken cancellationToken)
    {
        var facts = await entries.FactsAsync<EventFacts>(entry.Line.ItemId, cancellationToken);
        return await ComposeAsync(entry.Text, Language.Find(entry.Line.Language)!, entry.Line.ItemId, facts, cancellationToken);
    }

    /// <summary>Composes an event from text and facts, both for readers and for previews.</summary>
    public async Task<EventView> ComposeAsync(EntryText text, Language language, Guid itemId, EventFacts facts,
        CancellationToken cancellationToken) => new(
        text.Title,
        language.Code,
        text.Summary,
        MarkdownText.ToHtml(text.Body, language.Code, await media.LookupAsync(language, cancellationToken, text.Body)),
        facts.Type,
        facts.Status,
        EventWhen.Of(facts, language),
        [.. new[] { Line(facts.Venue, language), Line(facts.Address, language) }.OfType<LanguageText>()],
        Line(facts.Host, language),
        Line(facts.InvitedBy, language),
        await attendance.OfOwnPageAsync(itemId, language, cancellationToken));

    // Midnight of the site's current day, so that all processes and pages of one day agree on which events are upcoming.
    private DateTime StartOfToday => TimeZoneInfo.ConvertTimeToUtc(clock.TodayIn(options.Zone).ToDateTime(TimeOnly.MinValue), options.Zone);

    private IQueryable<Publication> Past(Language language)
    {
        var start = StartOfToday;
        return entries.In(EntryKind.Event, language).Where(p => db.Set<Event>().Any(e => e.Id == p.ItemId && e.EndUtc <= start));
    }

    private IQueryable<Publication> Coming(Language language)
    {
        var start = StartOfToday;
        return entries.OfItems(db.Set<Event>().Where(e => e.EndUtc > start).Select(e => e.Id), language)
            .OrderBy(p => p.SortAt).ThenBy(p => p.EntryId);
    }

    private async Task<EventList> ComingAsync(Language language, Cursor? after, CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Event));
        IQueryable<Publication> coming = Coming(language);
        if (after is { } cursor)
        {
            coming = coming.Where(p => p.SortAt >= cursor.SortAt && (p.SortAt > cursor.SortAt || p.EntryId.CompareTo(cursor.EntryId) >= 0));
        }

        var lines = entries.Following(after, await coming.Take(PublishedEntries.PageSize + 2).Select(PublishedEntries.ToLine)
            .ToListAsync(cancellationToken));
        var more = lines.Count > PublishedEntries.PageSize;
        var page = more ? lines[..PublishedEntries.PageSize] : lines;
        return new(await CardsAsync(page, language, cancellationToken), more ? Cursor.After(page[^1]) : null, [], null);
    }

    public async Task<IReadOnlyList<EventCard>> CardsAsync(IReadOnlyList<EntryRow> lines, Language language,
        CancellationToken cancellationToken)
    {
        var ids = lines.Select(l => l.ItemId).ToList();
        var facts = (await db.Set<Event>().AsNoTracking().Where(e => ids.Contains(e.Id)).ToListAsync(cancellationToken))
            .ToDictionary(e => e.Id, e => e.ToFacts());
        return [.. lines.Select(l => (Line: l, Facts: facts[l.ItemId])).Select(c => new EventCard(
            c.Line, c.Facts.Type, c.Facts.Status, EventWhen.Of(c.Facts, language), Line(c.Facts.Venue, language)
            ?? Line(c.Facts.Address, language)))];
    }

    private static LanguageText? Line(LocalText text, Language language) =>
        text.For(language.Code) is { } found ? new(found.Text, found.Language) : null;
}

internal sealed class EventEntryPage(EventQueries queries) : IEntryPage
{
    public EntryKind Kind => EntryKind.Event;

    public string View => "/Features/Events/Preview.cshtml";

    public async Task<object> ComposeAsync(EntryText text, Language language, Guid itemId, string factsJson,
        CancellationToken cancellationToken) =>
        await queries.ComposeAsync(text, language, itemId, FactsJson.Read<EventFacts>(factsJson), cancellationToken);
}
