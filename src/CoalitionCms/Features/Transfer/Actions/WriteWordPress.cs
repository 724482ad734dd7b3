using System.Globalization;
using System.Text;
using System.Xml;
using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Settings;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Transfer.Actions;

/// <summary>Writes public articles and pages as WordPress eXtended RSS, so that nobody is held here.</summary>
internal sealed class WriteWordPress(CmsDbContext db, SiteUrls urls, MediaQueries media)
{
    private const string Wp = XmlSource.WordPress + "1.2/";
    private const string Module = "http://purl.org/rss/1.0/modules/content/";
    private const string Creator = "http://purl.org/dc/elements/1.1/";

    private int number;

    /// <summary>Writes the file, and returns how many texts are in it.</summary>
    public async Task<int> RunAsync(string path, CancellationToken cancellationToken)
    {
        var settings = await db.Set<SiteSettings>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) ?? new SiteSettings();
        media.ServeFrom(urls.Absolute(MediaView.PublicRoot));
        using var file = new MemoryStream();
        await using (var xml = XmlWriter.Create(file,
            new() { Async = true, Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" }))
        {
            await xml.WriteStartDocumentAsync();
            xml.WriteStartElement("rss");
            xml.WriteAttributeString("version", "2.0");
            xml.WriteAttributeString("xmlns", "wp", null, Wp);
            xml.WriteAttributeString("xmlns", "content", null, Module);
            xml.WriteAttributeString("xmlns", "excerpt", null, Wp + "excerpt/");
            xml.WriteAttributeString("xmlns", "dc", null, Creator);
            xml.WriteStartElement("channel");
            var name = settings.Name.In(Language.English.Code);
            xml.WriteElementString("title", name);
            xml.WriteElementString("link", urls.Absolute("/"));
            xml.WriteElementString("language", "en");
            xml.WriteElementString("wxr_version", Wp, "1.2");
            xml.WriteElementString("base_site_url", Wp, urls.Absolute(""));
            xml.WriteElementString("base_blog_url", Wp, urls.Absolute(""));
            await WriteItemsAsync(xml, name, cancellationToken);
            await xml.WriteEndDocumentAsync();
        }

        await AtomicFile.WriteAsync(path, file.ToArray(), cancellationToken);
        return number;
    }

    private async Task WriteItemsAsync(XmlWriter xml, string site, CancellationToken cancellationToken)
    {
        // Ids of this site are no numbers: translations are told by the number of the first text of their item.
        var groups = new Dictionary<Guid, int>();
        var ids = await db.Set<Publication>().AsNoTracking().Where(p => p.Kind == EntryKind.Article || p.Kind == EntryKind.Page)
            .OrderBy(p => p.SortAt).ThenBy(p => p.EntryId).Select(p => p.EntryId).ToListAsync(cancellationToken);
        foreach (var id in ids)
        {
            var text = await db.Set<Publication>().AsNoTracking().Include(p => p.Tags).SingleAsync(p => p.EntryId == id, cancellationToken);
            var author = text.Kind == EntryKind.Article
                ? await db.Set<Article>().AsNoTracking().Where(a => a.Id == text.ItemId)
                    .Select(a => a.BylineName != "" ? a.BylineName : a.BylineNativeName).SingleOrDefaultAsync(cancellationToken)
                : "";
            number++;
            groups.TryAdd(text.ItemId, number);
            var language = Language.Find(text.Language)!;
            var files = await media.LookupAsync(language, cancellationToken, text.Body);
            var html = MarkdownText.ToHtml(text.Body, language.Code, files).ToString();
            Write(xml, text, language, author is { Length: > 0 } ? author : site, html, groups[text.ItemId]);
        }
    }

    private void Write(XmlWriter xml, Publication text, Language language, string author, string html, int group)
    {
        xml.WriteStartElement("item");
        xml.WriteElementString("title", text.Title);
        xml.WriteElementString("link", urls.Absolute(SiteUrls.Entry(text.Kind, language, text.Slug)));
        xml.WriteElementString("creator", Creator, author);
        xml.WriteElementString("encoded", Module, html);
        xml.WriteElementString("encoded", Wp + "excerpt/", text.Summary);
        xml.WriteElementString("post_id", Wp, number.ToString(CultureInfo.InvariantCulture));
        var at = text.SortAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        xml.WriteElementString("post_date", Wp, at);
        xml.WriteElementString("post_date_gmt", Wp, at);
        xml.WriteElementString("post_name", Wp, text.Slug);
        xml.WriteElementString("status", Wp, "publish");
        xml.WriteElementString("post_type", Wp, text.Kind == EntryKind.Page ? "page" : "post");
        foreach (var tag in text.Tags.OrderBy(t => t.Slug, StringComparer.Ordinal))
        {
            xml.WriteStartElement("category");
            xml.WriteAttributeString("domain", "post_tag");
            xml.WriteAttributeString("nicename", tag.Slug);
            xml.WriteString(tag.Word);
            xml.WriteEndElement();
        }

        Meta("_icl_lang_code", language.Code.ToLowerInvariant());
        Meta("trid", group.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();

        void Meta(string key, string value)
        {
            xml.WriteStartElement("postmeta", Wp);
            xml.WriteElementString("meta_key", Wp, key);
            xml.WriteElementString("meta_value", Wp, value);
            xml.WriteEndElement();
        }
    }
}
