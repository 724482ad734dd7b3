using System.Collections.Concurrent;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Campaigns;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.People;
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
    IReadOnlyList<Translation> Translations)
{
    public IReadOnlyList<Correction> Corrections { get; init; } = [];

    /// <summary>The first person of <see cref="Campaign"/>, or null.</summary>
    public PersonCard? CampaignPerson { get; init; }
}

/// <summary>An article in a list.</summary>
internal sealed record ArticleCard(EntryRow Line, MediaView? Cover);

/// <summary>What a reader may go on with.</summary>
/// <param name="Earlier">The article before it in the list, or null.</param>
/// <param name="Related">Articles of the same campaign or event, otherwise with the same tag.</param>
internal sealed record ArticleOnward(EntryRow? Earlier, EntryRow? Later, IReadOnlyList<ArticleCard> Related)
{
    public static ArticleOnward None { get; } = new(null, null, []);
}

internal sealed record ArchiveYear(int Year, int Count);

/// <summary>The years of an article by language.</summary>
internal sealed record ArticleYears(IReadOnlyList<(string Language, bool IsOriginal, int Year)> Texts)
{
    /// <summary>The year under which readers of a language find it; null if they do not.</summary>
    /// <param name="isOnly">True without articles that are not translated into the language.</param>
    public int? For(string language, bool isOnly)
    {
        int? original = null;
        foreach (var text in Texts)
        {
            if (text.Language == language)
            {
                return text.Year;
            }

            original = text.IsOriginal && !isOnly ? text.Year : original;
        }

        return original;
    }
}

/// <summary>The number of articles of each year.</summary>
internal sealed class ArticleArchive(CacheInvalidation invalidation) : IDisposable
{
    private readonly ConcurrentDictionary<(string Language, bool IsOnly), Derived<ArticleYears, Dictionary<int, int>>> counts = new();

    internal MemoizedItems<ArticleYears> Articles { get; } = new(invalidation, EntryKind.Article);

    public IReadOnlyList<ArchiveYear> Years(ItemRows<ArticleYears> articles, string language, bool isOnly)
    {
        var years = counts.GetOrAdd((language, isOnly), _ => new(
            all => Derived.Counted([], YearsOf(all), 1),
            (before, gone, come) => Derived.Counted(Derived.Counted(before, YearsOf(come), 1), YearsOf(gone), -1))).Of(articles);
        return [.. years.OrderByDescending(y => y.Key).Select(y => new ArchiveYear(y.Key, y.Value))];

        IEnumerable<int> YearsOf(IEnumerable<ArticleYears> some) => some.Select(a => a.For(language, isOnly)).OfType<int>();
    }

    public void Dispose() => Articles.Dispose();
}

internal sealed class ArticleQueries(CmsDbContext db, PublishedEntries entries, PublicAttendance attendance, MediaQueries media,
    ArticleArchive archive, PersonQueries people, PageCacheTags shown, CmsOptions options) : IEventReports
{
    private const int MostRelated = 3;

    /// <summary>Returns a page of all articles, or of one year. Null when the cursor is malformed.</summary>
    /// <param name="isOnly">True to leave out articles without a translation into the language.</param>
    public Task<EntryPage?> ListAsync(Language language, string? before, int? year, bool isOnly, CancellationToken cancellationToken)
    {
        var articles = In(language, isOnly);
        articles = year is { } wanted ? articles.Where(p => p.Year == wanted) : articles;
        return entries.ListAsync(EntryKind.Article, articles, before, cancellationToken, year);
    }

    /// <summary>Returns a page of the articles with a tag. Null when the cursor is malformed.</summary>
    public Task<EntryPage?> ListTaggedAsync(string tag, Language language, string? before, CancellationToken cancellationToken) =>
        entries.ListTaggedAsync(EntryKind.Article, tag, language, before, cancellationToken);

    public Task<IReadOnlyList<EntryRow>> LatestTaggedAsync(string tag, Language language, int count, CancellationToken cancellationToken) =>
        entries.LatestTaggedAsync(EntryKind.Article, tag, language, count, cancellationToken);

    public Task<IReadOnlyList<EntryRow>> LatestAsync(Language language, int count, CancellationToken cancellationToken) =>
        entries.LatestAsync(EntryKind.Article, entries.In(EntryKind.Article, language), count, cancellationToken);

    /// <summary>Returns the newest articles about a campaign or an event.</summary>
    public Task<IReadOnlyList<EntryRow>> AboutAsync(Guid itemId, Language language, int count, CancellationToken cancellationToken)
    {
        var about = db.Set<Article>().Where(a => a.CampaignId == itemId || a.EventId == itemId).Select(a => a.Id);
        return entries.LatestAsync(EntryKind.Article, entries.OfItems(about, language), count, cancellationToken, [itemId]);
    }

    public async Task<IReadOnlyList<string>> TextsAboutAsync(Guid itemId, CancellationToken cancellationToken)
    {
        const int Most = 10;
        var about = db.Set<Article>().Where(a => a.EventId == itemId).Select(a => a.Id);
        return await db.Set<Entry>().AsNoTracking().Where(e => about.Contains(e.ItemId) && e.TrashedAt == null)
            .OrderByDescending(e => e.UpdatedAt).Take(Most)
            .Join(db.Set<TextRevision>(), e => e.LatestRevisionId, r => r.Id, (_, r) => r.Body).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ArchiveYear>> YearsAsync(Language language, bool isOnly, CancellationToken cancellationToken)
    {
        shown.Add(CacheTag.Rows(EntryKind.Article), CacheTag.Count(EntryKind.Article));
        var articles = await archive.Articles.GetAsync(default, ids => ReadYearsAsync(ids, cancellationToken));
        return archive.Years(articles, language.Code, isOnly);
    }

    private async Task<Dictionary<Guid, ArticleYears>> ReadYearsAsync(IReadOnlyCollection<Guid>? ids,
        CancellationToken cancellationToken)
    {
        var texts = db.Set<Publication>().AsNoTracking();
        texts = ids is null ? texts.Where(p => p.Kind == EntryKind.Article) : texts.Where(p => ids.Contains(p.ItemId));
        return (await texts.Select(p => new { p.ItemId, p.Kind, p.Language, p.IsOriginal, p.Year }).ToListAsync(cancellationToken))
            .Where(p => p.Kind == EntryKind.Article).GroupBy(p => p.ItemId)
            .ToDictionary(g => g.Key, g => new ArticleYears([.. g.Select(p => (p.Language, p.IsOriginal, p.Year))]));
    }

    /// <summary>Returns rows with their cover photos, in the same order.</summary>
    public async Task<IReadOnlyList<ArticleCard>> CardsAsync(IReadOnlyList<EntryRow> lines, Language language,
        CancellationToken cancellationToken)
    {
        var ids = lines.Select(l => l.ItemId).ToList();
        var covers = await db.Set<Article>().AsNoTracking().Where(a => ids.Contains(a.Id) && a.Cover != "")
            .ToDictionaryAsync(a => a.Id, a => a.Cover, cancellationToken);
        var lookup = await media.LookupAsync(language, cancellationToken, [.. covers.Values]);
        return [.. lines.Select(l => new ArticleCard(l, lookup.Find(covers.GetValueOrDefault(l.ItemId))))];
    }

    /// <summary>Returns what a reader may go on with after an article.</summary>
    public async Task<ArticleOnward> OnwardAsync(EntryRow line, ArticleView article, CancellationToken cancellationToken)
    {
        var language = Language.Find(line.Language)!;
        var articles = entries.In(EntryKind.Article, language);
        var earlier = await articles.Where(p => p.SortAt <= line.SortAt
                && (p.SortAt < line.SortAt || p.EntryId.CompareTo(line.EntryId) < 0))
            .OrderByDescending(p => p.SortAt).ThenByDescending(p => p.EntryId).Select(PublishedEntries.ToLine)
            .FirstOrDefaultAsync(cancellationToken);
        var later = await articles.Where(p => p.SortAt >= line.SortAt
                && (p.SortAt > line.SortAt || p.EntryId.CompareTo(line.EntryId) > 0))
            .OrderBy(p => p.SortAt).ThenBy(p => p.EntryId).Select(PublishedEntries.ToLine).FirstOrDefaultAsync(cancellationToken);
        entries.ShowsStretch(EntryKind.Article, CacheTag.EachRow(EntryKind.Article), later?.SortAt, earlier?.SortAt);
        return new(earlier, later, await RelatedAsync(line, article, language, cancellationToken));
    }

    private async Task<IReadOnlyList<ArticleCard>> RelatedAsync(EntryRow line, ArticleView article, Language language,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<EntryRow> rows = [];
        foreach (var subject in new[] { article.Campaign, article.Event }.OfType<EntryRow>())
        {
            rows = rows.Count > 0 ? rows : Others(await AboutAsync(subject.ItemId, language, MostRelated + 1, cancellationToken));
        }

        if (rows.Count == 0 && article.Tags.Count > 0)
        {
            rows = Others(await LatestTaggedAsync(Slug.From(article.Tags[0]), language, MostRelated + 1, cancellationToken));
        }

        return await CardsAsync(rows, language, cancellationToken);

        IReadOnlyList<EntryRow> Others(IReadOnlyList<EntryRow> found) =>
            [.. found.Where(l => l.ItemId != line.ItemId).Take(MostRelated)];
    }

    private IQueryable<Publication> In(Language language, bool isOnly)
    {
        var code = language.Code;
        return isOnly
            ? db.Set<Publication>().AsNoTracking().Where(p => p.Kind == EntryKind.Article && p.Language == code)
            : entries.In(EntryKind.Article, language);
    }

    /// <summary>Returns the tag as the newest article spells it, or null if no public article has it.</summary>
    public Task<string?> TagWordAsync(string tag, CancellationToken cancellationToken) =>
        db.Set<PublicationTag>().Where(t => t.Slug == tag).OrderByDescending(t => t.SortAt).ThenByDescending(t => t.EntryId)
            .Select(t => t.Word).FirstOrDefaultAsync(cancellationToken);

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
            Cover(),
            MarkdownText.ToHtml(text.Body, language.Code, lookup),
            facts.DatedOn ?? shownOn,
            null,
            MarkdownText.Minutes(text.Body),
            facts.Byline == BylineKind.Coalition
            ? null
            : DisplayName.Of(facts.BylineName, facts.BylineNativeName, NativeLanguageOf.Name(facts.BylineNativeName, language.Code)),
            text.Tags,
            await LinkAsync(EntryKind.Campaign, facts.CampaignId, language, cancellationToken),
            await LinkAsync(EntryKind.Event, facts.EventId, language, cancellationToken),
            facts.EventId is { } eventId ? await attendance.OfEventAsync(eventId, language, cancellationToken) : AttendanceView.Nobody,
            [])
        {
            Corrections = facts.Corrections,
            CampaignPerson = facts.CampaignId is { } campaignId ? await FirstOfAsync(campaignId, language, cancellationToken) : null,
        };

        // A cover that the library does not describe in this language may be described in the text.
        MediaView? Cover() => lookup.Find(facts.Cover) is not { AltText.Length: 0 } cover
            ? lookup.Find(facts.Cover)
            : cover with
            {
                AltText = MarkdownText.Images(text.Body).Where(i => lookup.At(i.Url)?.Sha256 == cover.Sha256).Select(i => i.AltText)
                    .FirstOrDefault(a => a.Length > 0) ?? "",
            };
    }

    private async Task<PersonCard?> FirstOfAsync(Guid campaignId, Language language, CancellationToken cancellationToken)
    {
        var first = await db.Set<Campaign>().Where(c => c.Id == campaignId).SelectMany(c => c.People).OrderBy(p => p.Position)
            .Select(p => p.PersonId).Take(1).ToListAsync(cancellationToken);
        return await people.CardsAsync(language, first, cancellationToken) is [var card, ..] ? card : null;
    }

    private async Task<EntryRow?> LinkAsync(EntryKind kind, Guid? itemId, Language language, CancellationToken cancellationToken) =>
        itemId is { } id ? await entries.OfAsync(kind, [id], language, cancellationToken) is [var line, ..] ? line : null : null;
}

/// <summary>Articles in a list, with the heading level that the page needs.</summary>
/// <param name="FirstLeads">True to show the first with a large photo.</param>
internal sealed record ArticleItems(IReadOnlyList<ArticleCard> Cards, string Heading = "h3", bool FirstLeads = false);

internal sealed class ArticleEntryPage(ArticleQueries queries, TimeProvider clock, CmsOptions options) : IEntryPage
{
    public EntryKind Kind => EntryKind.Article;

    public string View => "/Features/Articles/Preview.cshtml";

    public async Task<object> ComposeAsync(EntryText text, Language language, Guid itemId, string factsJson,
        CancellationToken cancellationToken) =>
        await queries.ComposeAsync(text, language, FactsJson.Read<ArticleFacts>(factsJson), clock.TodayIn(options.Zone), cancellationToken);
}
