using System.Globalization;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Pages;
using CoalitionCms.Features.Settings;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Home;

/// <summary>Caches the frame of each language until its content changes.</summary>
internal sealed class SiteFrames(CacheInvalidation invalidation, CmsOptions options) : IDisposable
{
    private static readonly string[] NativeLanguages = ["zh-Hans", "zh-Hant", "ko", "ug"];

    private readonly MemoizedQuery<string, SiteFrame> frames = new(invalidation, CacheTag.Site);

    public Task<SiteFrame> InAsync(CmsDbContext db, Language language, CancellationToken cancellationToken) =>
        frames.GetAsync(language.Code, () => ReadAsync(db, language, cancellationToken));

    public void Dispose() => frames.Dispose();

    private async Task<SiteFrame> ReadAsync(CmsDbContext db, Language language, CancellationToken cancellationToken)
    {
        var settings = await db.Set<SiteSettings>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) ?? new SiteSettings();
        var addresses = await db.Set<SiteAddress>().AsNoTracking().Where(a => a.Kind != AddressKind.Retired)
            .OrderBy(a => a.Position).Select(a => new { a.Location, a.Kind }).ToListAsync(cancellationToken);
        var pages = await PublishedEntries.For(db, language).Where(p => p.Kind == EntryKind.Page)
            .Join(db.Set<StandingPage>().Where(p => p.InMenu), p => p.ItemId, p => p.Id, (p, page) =>
            new { p.Slug, p.Title, p.Language, page.MenuOrder })
            .OrderBy(p => p.MenuOrder).ThenBy(p => p.Slug).Take(8).ToListAsync(cancellationToken);
        var name = Line(settings.Name, language, "CoalitionCms");
        var look = settings.Look;
        var wordmark = look.Wordmark.Length == 0 ? null
            : await db.Set<MediaFile>().AsNoTracking().SingleOrDefaultAsync(m => m.Sha256 == look.Wordmark, cancellationToken);
        var site = new Uri(options.BaseUrl);
        return new(
            name,
            Line(settings.Heading, language, ""),
            Line(settings.Lede, language, ""),
            [.. pages.Select(p => new MenuPage(SiteUrls.Entry(EntryKind.Page, Language.Find(p.Language)!, p.Slug), p.Title, p.Language))],
            settings.Notice.IsEmpty
            ? null
            : new(Line(settings.Notice, language, ""), settings.NoticeSeverity, settings.NoticeLink, settings.NoticeOn),
            addresses.ConvertAll(a => new FrameAddress(a.Location)))
        {
            Onion = addresses.Find(a => a.Kind == AddressKind.Onion)?.Location,
            SecondName = SecondName(settings.Name, name, language),
            Sign = Sign(look.Sign, settings.Name, name),
            Wordmark = wordmark is null ? null : Image(MediaLookup.Show(wordmark, language, MediaView.PublicRoot)),
            ColourSheet = look.Accent.Length > 0 ? $"/colour.css?{look.Accent[1..]}" : "",
            Lead = look.Lead,
            Footer = look.Footer.IsEmpty ? null : Line(look.Footer, language, ""),
            Links = look.Links,
            Keys = look.Keys,
            IsUnlisted = site.IsLoopback
                || (addresses.Count > 0 && !addresses.Exists(a => a.Location.Equals(site.Authority, StringComparison.OrdinalIgnoreCase))),
        };
    }

    /// <summary>The English name for readers of Chinese, the name in its own script for all others.</summary>
    private static LanguageText? SecondName(LocalText names, LanguageText first, Language language) =>
        (language.IsHan ? ["en", .. NativeLanguages] : NativeLanguages).Where(c => c != first.Language && names.In(c).Length > 0)
            .Select(c => new LanguageText(names.In(c), c)).FirstOrDefault(n => n.Text != first.Text);

    private static LanguageText Sign(string chosen, LocalText names, LanguageText name)
    {
        var native = NativeLanguages.Where(c => names.In(c).Length > 0).Select(c => new LanguageText(names.In(c), c)).FirstOrDefault()
            ?? name;
        return native with { Text = StringInfo.GetNextTextElement(chosen.Length > 0 ? chosen : native.Text) };
    }

    private static FrameImage Image(MediaView file) => new(file.Source(480), file.Width, file.Height);

    private static LanguageText Line(LocalText text, Language language, string otherwise) =>
        text.For(language.Code) is { } found ? new(found.Text, found.Language) : new(otherwise, Language.English.Code);
}

/// <summary>Returns the frame for the current request.</summary>
internal sealed class SiteFrameQueries(SiteFrames frames, CmsDbContext db, PageCacheTags shown) : ISiteFrames
{
    public Task<SiteFrame> ReadAsync(Language language, CancellationToken cancellationToken = default)
    {
        shown.Add(CacheTag.Site);
        return frames.InAsync(db, language, cancellationToken);
    }

    public async Task<SiteFrame?> FindAsync(Language language, CancellationToken cancellationToken = default)
    {
        try
        {
            return await ReadAsync(language, cancellationToken);
        }
        catch (Exception outage) when (DatabaseTrouble.Of(outage) is not null)
        {
            // EF Core has logged it. The page that is being shown says what happened.
            return null;
        }
    }
}
