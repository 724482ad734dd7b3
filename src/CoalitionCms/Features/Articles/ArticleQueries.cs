using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Media;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Articles;

/// <summary>An article as shown to readers.</summary>
/// <param name="Cover">Cover photo, or null.</param>
/// <param name="ShownOn">Day shown.</param>
/// <param name="UpdatedOn">Day of the last change, if later.</param>
/// <param name="Minutes">Reading time in minutes.</param>
/// <param name="Author">The author's name; null for the Coalition.</param>
/// <param name="Campaign">The campaign of which it is an update.</param>
/// <param name="Attendance">The attendees of the event, as far as they may be named.</param>
/// <param name="Translations">The languages in which it is public.</param>
internal sealed record ArticleView(
    string Title,
    string Language,
    string Summary,
    MediaView? Cover,
    SafeHtml Body,
    DateOnly ShownOn,
    DateOnly? UpdatedOn,
    int Minutes,
    DisplayName? Author,
    IReadOnlyList<string> Tags,
    EntryRow? Campaign,
    EntryRow? Event,
    AttendanceView Attendance,
    IReadOnlyList<Translation> Translations);

internal sealed record ArchiveYear(int Year, int Count);

internal sealed class ArticleQueries(CmsDbContext db, PublishedEntries entries, PublicAttendance attendance, MediaQueries media,
    PageCacheTags shown, CmsOptions options) : IEventReports
{
    /// <summary>Returns a page of all articles, of one year, or with one tag. Null when the cursor is malformed.</summary>
    public Task<EntryPage?> ListAsync(Language language, string? before, int? year, string? tag, CancellationToken cancellationToken)
    {
        var articles = entries.In(EntryKind.Article, language);
        articles = year is { } wanted ? articles.Where(p => p.Year == wanted) : articles;
        articles = tag is null ? articles : articles.Where(p => db.Set<PublicationTag>().Any(t => t.EntryId == p.EntryId && t.Slug == tag));
        return entries.ListAsync(EntryKind.Article, articles, before, cancellationToken);
    }

    public Task<IReadOnlyList<EntryRow>> LatestAsync(Language language, int count, CancellationToken cancellationToken) =>
        entries.LatestAsync(EntryKind.Article, entries.In(EntryKind.Article, language), count, cancellationToken);

    /// <summary>Returns the newest articles about a campaign or an event.</summary>
    public Task<IReadOnlyList<EntryRow>> AboutAsync(Guid itemId, Language language, int count, CancellationToken cancellationToken) =>
        entries.LatestAsync(
        EntryKind.Article,
        entries.In(EntryKind.Article, language)
        .Where(p => db.Set<Article>().Any(a => a.Id == p.ItemId && (a.CampaignId == itemId || a.EventId == itemId))),
        count,
        cancellationToken);

    public async Task<IReadOnlyList<ArchiveYear>> YearsAsync(Language language, CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.List(EntryKind.Article));
        return await entries.In(EntryKind.Article, language).GroupBy(p => p.Year)
            .OrderByDescending(g => g.Key).Select(g => new ArchiveYear(g.Key, g.Count())).ToListAsync(cancellationToken);
    }

    /// <summary>Returns the tag in its original spelling, or null if no public article has it.</summary>
    public Task<string?> TagWordAsync(string tag, CancellationToken cancellationToken) =>
        db.Set<PublicationTag>().Where(t => t.Slug == tag).Select(t => t.Word).FirstOrDefaultAsync(cancellationToken);

    public async Task<ArticleView> ReadAsync(PublishedEntry entry, CancellationToken cancellationToken)
    {
        var facts = await entries.FactsAsync<ArticleFacts>(entry.Line.ItemId, cancellationToken);
        var view = await ComposeAsync(entry.Text, Language.Find(entry.Line.Language)!, facts, entry.Line.ShownOn, cancellationToken);
        var updatedOn = Clock.DayIn(entry.UpdatedAt, options.Zone);
        return view with
        {
            UpdatedOn = updatedOn > Clock.DayIn(entry.FirstPublishedAt, options.Zone) ? updatedOn : null,
            Translations = entry.Translations,
        };
    }

    /// <summary>Composes an article from text and facts, both for readers and for previews.</summary>
    public async Task<ArticleView> ComposeAsync(EntryText text, Language language, ArticleFacts facts, DateOnly shownOn,
        CancellationToken cancellationToken)
    {
        var lookup = await media.LookupAsync(language, cancellationToken, text.Body, facts.Cover);
        return new(
            text.Title,
            language.Code,
            text.Summary,
            lookup.Find(facts.Cover),
            MarkdownText.ToHtml(text.Body, language.Code, lookup),
            facts.DatedOn ?? shownOn,
            null,
            MarkdownText.Minutes(text.Body),
            facts.Byline == BylineKind.Coalition ? null : DisplayName.Of(facts.BylineName, facts.BylineNativeName, "zh-Hans"),
            text.Tags,
            await LinkAsync(EntryKind.Campaign, facts.CampaignId, language, cancellationToken),
            await LinkAsync(EntryKind.Event, facts.EventId, language, cancellationToken),
            facts.EventId is { } eventId ? await attendance.OfEventAsync(eventId, language, cancellationToken) : AttendanceView.Nobody,
            []);
    }

    private async Task<EntryRow?> LinkAsync(EntryKind kind, Guid? itemId, Language language, CancellationToken cancellationToken) =>
        itemId is { } id ? await entries.OfAsync(kind, [id], language, cancellationToken) is [var line, ..] ? line : null : null;
}
