using System.Text;
using System.Xml;
using CoalitionCms.Caching;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Feeds;

/// <summary>The first item of each part of the sitemap.</summary>
internal sealed class SitemapParts(CacheInvalidation invalidation) : IDisposable
{
    private readonly MemoizedQuery<int, IReadOnlyList<Guid>> starts = new(invalidation, SitemapQueries.Tags);

    /// <summary>Items in a part, each in at most all languages: far below the 50,000 addresses that a file may have.</summary>
    public int Size { get; init; } = 500;

    public Task<IReadOnlyList<Guid>> ReadAsync(CmsDbContext db, CancellationToken cancellationToken) =>
        starts.GetAsync(0, async () =>
        {
            var ids = await db.Set<Publication>().Select(p => p.ItemId).Distinct().OrderBy(id => id).ToListAsync(cancellationToken);
            return [.. ids.Where((_, index) => index % Size == 0)];
        });

    public void Dispose() => starts.Dispose();
}

/// <summary>
/// Writes the sitemap (sitemaps.org): every public page with its translations. That of a large site is an index of parts; an item is in
/// one part with all its languages.
/// </summary>
internal sealed class SitemapQueries(CmsDbContext db, SitemapParts parts, PageCacheTags shown, SiteUrls urls)
{
    private const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private const string Xhtml = "http://www.w3.org/1999/xhtml";

    internal static readonly string[] Tags = [.. Enum.GetValues<EntryKind>().Select(CacheTag.List)];

    private sealed record Page(DateTime? UpdatedAt, string Language, string Path);

    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        shown.Add(Tags);
        var starts = await parts.ReadAsync(db, cancellationToken);
        return starts.Count > 1 ? Write("sitemapindex", xml =>
        {
            for (var part = 1; part <= starts.Count; part++)
            {
                xml.WriteStartElement("sitemap", Namespace);
                xml.WriteElementString("loc", Namespace, urls.Absolute(SiteUrls.SitemapPart(part)));
                xml.WriteEndElement();
            }
        }) : await WriteAsync(1, starts, cancellationToken);
    }

    /// <summary>One part, from 1; null if there is no such part.</summary>
    public async Task<string?> ReadPartAsync(int part, CancellationToken cancellationToken)
    {
        // Crawlers fetch each part once; all of them would displace from the cache what people read.
        shown.DoNotCache();
        var starts = await parts.ReadAsync(db, cancellationToken);
        return starts.Count > 1 && part >= 1 && part <= starts.Count ? await WriteAsync(part, starts, cancellationToken) : null;
    }

    private async Task<string> WriteAsync(int part, IReadOnlyList<Guid> starts, CancellationToken cancellationToken)
    {
        var groups = new List<List<Page>>();
        if (part == 1)
        {
            string[] lists =
            [
                "/", .. Enum.GetValues<EntryKind>().Where(k => k != EntryKind.Page).Select(k => SiteUrls.List(k, Language.English)),
                SiteUrls.NameIndex(Language.English), SiteUrls.Official(Language.English), SiteUrls.Contact(Language.English),
            ];
            groups.AddRange(lists.Select(path =>
                Language.All.Select(l => new Page(null, l.Code, SiteUrls.InLanguage(path, l))).ToList()));
        }

        if (starts.Count > 0)
        {
            var from = starts[part - 1];
            var entries = db.Set<Publication>().AsNoTracking().Where(p => p.ItemId.CompareTo(from) >= 0);
            if (part < starts.Count)
            {
                var to = starts[part];
                entries = entries.Where(p => p.ItemId.CompareTo(to) < 0);
            }

            var found = await entries.OrderBy(p => p.ItemId).ThenBy(p => p.Language)
                .Select(p => new { p.ItemId, p.Kind, p.Language, p.Slug, p.UpdatedAt })
                .ToListAsync(cancellationToken);
            groups.AddRange(found.GroupBy(p => p.ItemId).Select(g =>
                g.Select(p => new Page(p.UpdatedAt, p.Language, SiteUrls.Entry(p.Kind, Language.Find(p.Language)!, p.Slug))).ToList()));
        }

        return Write("urlset", xml =>
        {
            xml.WriteAttributeString("xmlns", "xhtml", null, Xhtml);
            foreach (var pages in groups)
            {
                foreach (var page in pages)
                {
                    Write(xml, page, pages);
                }
            }
        });
    }

    private void Write(XmlWriter xml, Page page, List<Page> translations)
    {
        xml.WriteStartElement("url", Namespace);
        xml.WriteElementString("loc", Namespace, urls.Absolute(page.Path));
        if (page.UpdatedAt is { } updated)
        {
            xml.WriteElementString("lastmod", Namespace, FeedInstant.Text(updated));
        }

        if (translations.Count > 1)
        {
            foreach (var language in Language.All)
            {
                if (translations.Find(t => t.Language == language.Code) is { } translation)
                {
                    Alternate(xml, language.Code, translation.Path);
                }
            }

            Alternate(xml, "x-default", Language.First(translations, t => t.Language).Path);
        }

        xml.WriteEndElement();
    }

    private void Alternate(XmlWriter xml, string language, string path)
    {
        xml.WriteStartElement("xhtml", "link", Xhtml);
        xml.WriteAttributeString("rel", "alternate");
        xml.WriteAttributeString("hreflang", language);
        xml.WriteAttributeString("href", urls.Absolute(path));
        xml.WriteEndElement();
    }

    private static string Write(string root, Action<XmlWriter> content)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement(root, Namespace);
            content(xml);
            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
