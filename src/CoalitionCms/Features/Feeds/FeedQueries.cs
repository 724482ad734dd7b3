using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Media;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Feeds;

/// <summary>A feed of articles. All addresses are absolute, also those within the
/// texts: a reader shows them at an address of its own.</summary>
/// <param name="Id">The same for ever, whatever the feed is called.</param>
/// <param name="HomeUrl">The page that shows the same list.</param>
/// <param name="Url">Address of the feed, without the ending that says its format.</param>
internal sealed record Feed(
    string Id, string Title, Language Language, string SiteName, string HomeUrl, string Url, DateTime UpdatedAt,
    IReadOnlyList<FeedItem> Items);

/// <param name="Id">Derived from the entry, so that it does not change with the address.</param>
/// <param name="Image">Address of the cover photo; null if there is none.</param>
internal sealed record FeedItem(
    string Id, string Url, string Language, string Title, string Summary, string Html, string? Image, IReadOnlyList<string> Tags,
    DateTime PublishedAt, DateTime UpdatedAt);

/// <summary>The result of looking up a feed: the feed, or the path of the page whose feed it is now; neither if there is none.</summary>
internal sealed record FeedLookup(Feed? Feed, string? MovedTo);

/// <summary>Reads the newest articles of a language, of a campaign, or with a tag.</summary>
internal sealed class FeedQueries(ArticleQueries articles, PublishedEntries entries, FeedTexts made, CmsDbContext db,
    ISiteFrames frames, MediaQueries media, SiteUrls urls, PageCacheTags shown)
{
    public async Task<Feed> ReadAsync(Language language, CancellationToken cancellationToken)
    {
        var frame = await frames.ReadAsync(language, cancellationToken);
        var home = urls.Absolute(SiteUrls.Home(language));
        return await MakeAsync(new(home, frame.Name.Text, language, frame.Name.Text, home,
            urls.Absolute(SiteUrls.FeedOf(language.UrlPrefix)), default, []),
            await articles.LatestAsync(language, PublishedEntries.PageSize, cancellationToken), cancellationToken);
    }

    public async Task<FeedLookup> OfCampaignAsync(Language language, string slug, CancellationToken cancellationToken)
    {
        var lookup = await entries.FindAsync(EntryKind.Campaign, language, slug, cancellationToken);
        if (lookup.Entry is not { Line: var campaign })
        {
            return new(null, lookup.MovedTo);
        }

        var frame = await frames.ReadAsync(language, cancellationToken);
        var feed = new Feed(IdOf(campaign), $"{campaign.Title} – {frame.Name.Text}", language, frame.Name.Text,
            urls.Absolute(campaign.Path), urls.Absolute(SiteUrls.FeedOf(campaign.Path)), default, []);
        var latest = await articles.AboutAsync(campaign.ItemId, language, PublishedEntries.PageSize, cancellationToken);
        return new(await MakeAsync(feed, latest, cancellationToken), null);
    }

    public async Task<FeedLookup> OfTagAsync(Language language, string tag, CancellationToken cancellationToken)
    {
        var latest = await articles.LatestTaggedAsync(tag, language, PublishedEntries.PageSize, cancellationToken);
        if (latest.Count == 0)
        {
            return new(null, null);
        }

        var frame = await frames.ReadAsync(language, cancellationToken);
        var (word, path) = (await articles.TagWordAsync(tag, cancellationToken) ?? tag, SiteUrls.Tag(tag, language));
        var feed = new Feed(urls.Absolute(path), $"{word} – {frame.Name.Text}", language, frame.Name.Text, urls.Absolute(path),
            urls.Absolute(SiteUrls.FeedOf(path)), default, []);
        return new(await MakeAsync(feed, latest, cancellationToken), null);
    }

    private async Task<Feed> MakeAsync(Feed feed, IReadOnlyList<EntryRow> latest, CancellationToken cancellationToken)
    {
        // Of texts and not only of rows.
        shown.Add([.. latest.Select(l => CacheTag.Item(l.ItemId))]);
        media.ServeFrom(urls.Absolute(MediaView.PublicRoot));
        var texts = await entries.TextsAsync(latest, cancellationToken);
        var covers = (await articles.CardsAsync(latest, feed.Language, cancellationToken)).ToDictionary(c => c.Line.EntryId, c => c.Cover);
        var lookup = await media.LookupAsync(feed.Language, cancellationToken, [.. texts.Select(e => e.Text.Body)]);
        var changedAt = await ChangedAtAsync(cancellationToken);
        return feed with
        {
            UpdatedAt = texts.Select(e => e.UpdatedAt).Append(changedAt).Max(),
            Items = [.. texts.Select(e => ItemOf(e, lookup, covers.GetValueOrDefault(e.Line.EntryId)))],
        };
    }

    /// <summary>
    /// When a row of the feed's list last appeared, changed or went away. The feed is no older than this: the newest of its articles alone
    /// would be an earlier one after a withdrawal, and programs take a feed that went back for one that did not change.
    /// </summary>
    private async Task<DateTime> ChangedAtAsync(CancellationToken cancellationToken)
    {
        string[] lists = [CacheTag.Everything, .. shown.All.Where(CacheTag.IsList)];
        var number = await db.Set<ChangedTag>().Where(t => lists.Contains(t.Tag)).MaxAsync(t => (long?)t.Number, cancellationToken) ?? 0;
        var change = await db.AuditEntries.Where(e => e.Number <= number).OrderByDescending(e => e.Number)
            .Select(e => (DateTime?)e.AtUtc).FirstOrDefaultAsync(cancellationToken);

        // The log may have been cut after it: what is left begins later.
        return change ?? await db.AuditEntries.OrderBy(e => e.Number).Select(e => (DateTime?)e.AtUtc)
            .FirstOrDefaultAsync(cancellationToken) ?? DateTime.UnixEpoch;
    }

    private FeedItem ItemOf(PublishedEntry entry, MediaLookup lookup, MediaView? cover)
    {
        var url = urls.Absolute(entry.Line.Path);
        var html = made.HtmlOf(entry, url, lookup);
        return new(IdOf(entry.Line), url, entry.Line.Language, entry.Text.Title, entry.Text.Summary, html, cover?.Source(1280),
            entry.Text.Tags, entry.FirstPublishedAt, entry.UpdatedAt);
    }

    private static string IdOf(EntryRow line) => "urn:uuid:" + line.EntryId.ToString("D");
}
