using System.Data.Common;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Addresses;
using CoalitionCms.Features.Pages;
using CoalitionCms.Features.Settings;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Home;

/// <summary>Caches the frame of each language until its content changes.</summary>
internal sealed class SiteFrames(CacheInvalidation invalidation) : IDisposable
{
    private readonly MemoizedQuery<string, SiteFrame> frames = new(invalidation, CacheTag.Site);

    public Task<SiteFrame> InAsync(CmsDbContext db, Language language, CancellationToken cancellationToken) =>
        frames.GetAsync(language.Code, () => ReadAsync(db, language, cancellationToken));

    public void Dispose() => frames.Dispose();

    private static async Task<SiteFrame> ReadAsync(CmsDbContext db, Language language, CancellationToken cancellationToken)
    {
        var settings = await db.Set<SiteSettings>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) ?? new SiteSettings();
        var addresses = await db.Set<SiteAddress>().AsNoTracking().Where(a => a.Kind != AddressKind.Retired)
            .OrderBy(a => a.Position).Select(a => new FrameAddress(a.Location)).ToListAsync(cancellationToken);
        var code = language.Code;
        var pages = await db.Set<Publication>().AsNoTracking()
            .Where(p =>
            p.Kind == EntryKind.Page && (p.Language == code
            || (p.IsOriginal && !db.Set<Publication>().Any(s => s.ItemId == p.ItemId && s.Language == code))))
            .Join(db.Set<StandingPage>().Where(p => p.InMenu), p => p.ItemId, p => p.Id, (p, page) =>
            new { p.Slug, p.Title, p.Language, page.MenuOrder })
            .OrderBy(p => p.MenuOrder).ThenBy(p => p.Slug).Take(8).ToListAsync(cancellationToken);
        return new(
            Line(settings.Name, language, "CoalitionCms"),
            Line(settings.Heading, language, ""),
            Line(settings.Lede, language, ""),
            [.. pages.Select(p => new MenuPage(SiteUrls.Entry(EntryKind.Page, Language.Find(p.Language)!, p.Slug), p.Title, p.Language))],
            settings.Notice.IsEmpty
            ? null
            : new(Line(settings.Notice, language, ""), settings.NoticeSeverity, settings.NoticeLink, settings.NoticeOn),
            addresses);
    }

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
        catch (DbException)
        {
            // EF Core has logged it. The page that is being shown says what happened.
            return null;
        }
    }
}
