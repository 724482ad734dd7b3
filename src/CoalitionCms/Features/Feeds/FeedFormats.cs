using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using System.Xml;

namespace CoalitionCms.Features.Feeds;

/// <summary>Writes a feed as Atom (RFC 4287).</summary>
internal static class AtomFeed
{
    public const string Extension = ".atom";
    public const string ContentType = "application/atom+xml";
    private const string Namespace = "http://www.w3.org/2005/Atom";

    public static string Write(Feed feed)
    {
        var text = new Utf8StringWriter();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { CloseOutput = false }))
        {
            xml.WriteStartElement("feed", Namespace);
            xml.WriteAttributeString("xml", "lang", null, feed.Language.Code);
            xml.WriteElementString("title", Namespace, feed.Title);
            xml.WriteElementString("id", Namespace, feed.Id);
            xml.WriteElementString("updated", Namespace, FeedInstant.Text(feed.UpdatedAt));
            Link(xml, "self", ContentType, feed.Url + Extension);
            Link(xml, "alternate", "text/html", feed.HomeUrl);
            xml.WriteStartElement("author", Namespace);
            xml.WriteElementString("name", Namespace, feed.SiteName);
            xml.WriteEndElement();
            foreach (var item in feed.Items)
            {
                Write(xml, item);
            }

            xml.WriteEndElement();
        }

        return text.ToString();
    }

    private static void Write(XmlWriter xml, FeedItem item)
    {
        xml.WriteStartElement("entry", Namespace);
        xml.WriteAttributeString("xml", "lang", null, item.Language);
        xml.WriteElementString("title", Namespace, item.Title);
        xml.WriteElementString("id", Namespace, item.Id);
        xml.WriteElementString("published", Namespace, FeedInstant.Text(item.PublishedAt));
        xml.WriteElementString("updated", Namespace, FeedInstant.Text(item.UpdatedAt));
        Link(xml, "alternate", "text/html", item.Url);
        foreach (var tag in item.Tags)
        {
            xml.WriteStartElement("category", Namespace);
            xml.WriteAttributeString("term", tag);
            xml.WriteEndElement();
        }

        if (item.Summary.Length > 0)
        {
            xml.WriteElementString("summary", Namespace, item.Summary);
        }

        xml.WriteStartElement("content", Namespace);
        xml.WriteAttributeString("type", "html");
        xml.WriteString(item.Html);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string relation, string type, string address)
    {
        xml.WriteStartElement("link", Namespace);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    private sealed class Utf8StringWriter() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}

/// <summary>Writes a feed as JSON Feed 1.1 (jsonfeed.org).</summary>
internal static class JsonFeed
{
    public const string Extension = ".json";
    public const string ContentType = "application/feed+json";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Write(Feed feed)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Options))
        {
            json.WriteStartObject();
            json.WriteString("version", "https://jsonfeed.org/version/1.1");
            json.WriteString("title", feed.Title);
            json.WriteString("home_page_url", feed.HomeUrl);
            json.WriteString("feed_url", feed.Url + Extension);
            json.WriteString("language", feed.Language.Code);
            json.WriteStartArray("authors");
            json.WriteStartObject();
            json.WriteString("name", feed.SiteName);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("items");
            foreach (var item in feed.Items)
            {
                Write(json, item);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void Write(Utf8JsonWriter json, FeedItem item)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Id);
        json.WriteString("url", item.Url);
        json.WriteString("title", item.Title);
        if (item.Summary.Length > 0)
        {
            json.WriteString("summary", item.Summary);
        }

        json.WriteString("content_html", item.Html);
        if (item.Image is { } image)
        {
            json.WriteString("image", image);
        }

        json.WriteString("date_published", FeedInstant.Text(item.PublishedAt));
        json.WriteString("date_modified", FeedInstant.Text(item.UpdatedAt));
        if (item.Tags.Count > 0)
        {
            json.WriteStartArray("tags");
            foreach (var tag in item.Tags)
            {
                json.WriteStringValue(tag);
            }

            json.WriteEndArray();
        }

        json.WriteString("language", item.Language);
        json.WriteEndObject();
    }
}

internal static class FeedInstant
{
    /// <summary>RFC 3339, to the second.</summary>
    public static string Text(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
