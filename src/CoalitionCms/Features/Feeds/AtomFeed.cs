using System.Globalization;
using System.Text;
using System.Xml;
using AngleSharp.Html.Parser;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Articles;
using CoalitionCms.Features.Media;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Feeds;

/// <summary>
/// Writes the newest articles of a language as an Atom feed (RFC 4287). Ids are derived from the entries, so they do not change with the
/// address.
/// </summary>
internal sealed class AtomFeed(ArticleQueries articles, PublishedEntries entries, ISiteFrames frames, MediaQueries media,
    SiteUrls urls)
{
    private const string Namespace = "http://www.w3.org/2005/Atom";

    public async Task<string> WriteAsync(Language language, CancellationToken cancellationToken)
    {
        var frame = await frames.ReadAsync(language, cancellationToken);
        var latest = await entries.TextsAsync(
            await articles.LatestAsync(language, PublishedEntries.PageSize, cancellationToken), cancellationToken);
        media.ServeFrom(urls.Absolute(MediaView.PublicRoot));
        var lookup = await media.LookupAsync(language, cancellationToken, [.. latest.Select(e => e.Text.Body)]);
        var text = new Utf8StringWriter();
        await using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Async = true, CloseOutput = false }))
        {
            xml.WriteStartElement("feed", Namespace);
            xml.WriteAttributeString("xml", "lang", null, language.Code);
            xml.WriteElementString("title", Namespace, frame.Name.Text);
            xml.WriteElementString("id", Namespace, urls.Absolute(SiteUrls.Home(language)));
            xml.WriteElementString("updated", Namespace, Instant(latest.Select(e => e.UpdatedAt).DefaultIfEmpty(DateTime.UnixEpoch).Max()));
            Link(xml, "self", "application/atom+xml", SiteUrls.Feed(language));
            Link(xml, "alternate", "text/html", SiteUrls.Home(language));
            xml.WriteStartElement("author", Namespace);
            xml.WriteElementString("name", Namespace, frame.Name.Text);
            xml.WriteEndElement();
            foreach (var entry in latest)
            {
                Write(xml, entry, lookup);
            }

            xml.WriteEndElement();
        }

        return text.ToString();
    }

    private void Write(XmlWriter xml, PublishedEntry entry, MediaLookup lookup)
    {
        xml.WriteStartElement("entry", Namespace);
        xml.WriteAttributeString("xml", "lang", null, entry.Line.Language);
        xml.WriteElementString("title", Namespace, entry.Text.Title);
        xml.WriteElementString("id", Namespace, "urn:uuid:" + entry.Line.EntryId.ToString("D"));
        xml.WriteElementString("published", Namespace, Instant(entry.FirstPublishedAt));
        xml.WriteElementString("updated", Namespace, Instant(entry.UpdatedAt));
        Link(xml, "alternate", "text/html", entry.Line.Path);
        if (entry.Text.Summary.Length > 0)
        {
            xml.WriteElementString("summary", Namespace, entry.Text.Summary);
        }

        xml.WriteStartElement("content", Namespace);
        xml.WriteAttributeString("type", "html");
        xml.WriteString(WithAbsoluteLinks(MarkdownText.ToHtml(entry.Text.Body, entry.Line.Language, lookup),
            urls.Absolute(entry.Line.Path)));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Resolves links to this site, to a note and to a heading: a feed reader shows the text at an address of its own.</summary>
    private static string WithAbsoluteLinks(SafeHtml html, string address)
    {
        using var document = new HtmlParser().ParseDocument("<body>" + html);
        var page = new Uri(address);
        foreach (var link in document.QuerySelectorAll("a[href]"))
        {
            if (Uri.TryCreate(page, link.GetAttribute("href"), out var resolved))
            {
                link.SetAttribute("href", resolved.AbsoluteUri);
            }
        }

        return document.Body!.InnerHtml;
    }

    private void Link(XmlWriter xml, string relation, string type, string path)
    {
        xml.WriteStartElement("link", Namespace);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", urls.Absolute(path));
        xml.WriteEndElement();
    }

    private static string Instant(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed class Utf8StringWriter() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
