using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using CoalitionCms.Content.Markdown.FromHtml;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Transfer;

/// <summary>Reads WordPress eXtended RSS, versions 1.0 to 1.2, also where one site was exported into several files.</summary>
internal sealed partial class WordPressReader(SourceFiles files) : SourceReader
{
    private const string ContentModule = "http://purl.org/rss/1.0/modules/content/";

    /// <summary>
    /// What readers sent by a form, paid or signed up for. Plug-ins keep it as "published" texts; it is left out and counted, as comments
    /// are.
    /// </summary>
    private static readonly string[] OfReaders =
        ["feedback", "flamingo", "nf_sub", "wpforms", "frm_", "shop_order", "shop_subscription", "edd_payment", "give_", "jp_pay_",
        "llms_order",
            "tribe_rsvp", "tribe_tpp", "mailpoet", "newsletter_sub", "elementor_lead"];

    private readonly HashSet<string> prefixes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Attachment> attachments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> patterns = new(StringComparer.Ordinal);

    /// <summary>Photos by the number of their own page.</summary>
    internal IReadOnlyDictionary<string, Attachment> Attachments => attachments;

    public override void Scan(Func<long, bool> progress)
    {
        foreach (var file in files.Feeds)
        {
            while (!TryScan(file, progress))
            {
                Facts.Entries.RemoveAll(e => e.Remarks.Contains(file.Name));
            }
        }

        if (Facts.Entries.Count == 0 && attachments.Count == 0 && Facts.LeftOut.Count == 0)
        {
            throw new SourceException("Import.NothingInside");
        }

        foreach (var attachment in attachments.Values.Where(a => a.AltText.Length > 0))
        {
            Facts.AltTexts[attachment.Address.Split('/')[^1]] = attachment.AltText;
        }

        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var double_ in Facts.Entries.Where(e => !known.Add(e.Id)).ToList())
        {
            Facts.Entries.Remove(double_);
            Facts.Leave("double");
        }
    }

    public override IEnumerable<SourceEntry> Read(Func<long, bool> progress)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files.Feeds)
        {
            using var xml = new XmlSource(file.Open(), prefixes, progress);
            foreach (var entry in EntriesOf(xml, withText: true))
            {
                if (seen.Add(entry.Id))
                {
                    yield return entry;
                }
            }
        }
    }

    private bool TryScan(SourceFile file, Func<long, bool> progress)
    {
        using var xml = new XmlSource(file.Open(), prefixes, progress);
        try
        {
            foreach (var entry in EntriesOf(xml, withText: false))
            {
                Facts.Entries.Add(entry with { Remarks = [file.Name] });
            }

            Facts.Repaired += xml.Repaired;
            return true;
        }
        catch (XmlException problem) when (XmlSource.Undeclared(problem) is { } prefix && prefixes.Count < 20 && prefixes.Add(prefix))
        {
            return false;
        }
    }

    private IEnumerable<SourceEntry> EntriesOf(XmlSource xml, bool withText)
    {
        var reader = xml.Reader;
        xml.ToRoot();
        if (reader.LocalName != "rss")
        {
            throw new SourceException(reader.LocalName == "feed" ? "Import.NotWordPress.Feed" : "Import.NotWordPress", xml.Line,
                reader.LocalName.Length > 40 ? reader.LocalName[..40] : reader.LocalName);
        }

        var version = "";
        foreach (var channel in xml.EachChild())
        {
            if (channel != "channel")
            {
                xml.Skip();
                continue;
            }

            foreach (var name in xml.EachChild())
            {
                var isOwn = reader.NamespaceURI.StartsWith(XmlSource.WordPress, StringComparison.Ordinal);
                switch (name)
                {
                    case "item" when version.Length == 0:
                        throw new SourceException("Import.NotWordPress.Rss", xml.Line);
                    case "item":
                        if (ReadItem(xml, withText) is { } entry)
                        {
                            yield return entry;
                        }

                        break;
                    case "wxr_version" when isOwn:
                        version = xml.Text(LongestValue).Trim();
                        if (!version.StartsWith("1.", StringComparison.Ordinal))
                        {
                            throw new SourceException(
                                "Import.WordPressVersion", xml.Line, version.Length > 20 ? version[..20] : version);
                        }

                        break;
                    case "title" when !isOwn:
                        Facts.Title = CleanText.Line(xml.Text(LongestValue));
                        break;
                    case "language" when !isOwn:
                        Facts.Language = xml.Text(LongestValue).Trim();
                        break;
                    case "link" when Facts.BaseAddress.Length == 0 && !isOwn:
                    case "base_blog_url":
                        Locate(xml.Text(LongestValue).Trim());
                        break;
                    case "author" when isOwn:
                        ReadAuthor(xml);
                        break;
                    case "category" or "tag" when isOwn:
                        ReadTerm(xml, name);
                        break;
                    default:
                        xml.Skip();
                        break;
                }
            }
        }

        if (version.Length == 0)
        {
            throw new SourceException("Import.NotWordPress.Rss", 1);
        }
    }

    private void ReadAuthor(XmlSource xml)
    {
        var (login, shown) = ("", "");
        xml.Children(() =>
        {
            switch (xml.Reader.LocalName)
            {
                case "author_login":
                    login = xml.Text(LongestValue).Trim();
                    return true;
                case "author_display_name":
                    shown = CleanText.Line(xml.Text(LongestValue));
                    return true;
                case "author_email":
                    Facts.EmailAddresses++;
                    return false;
                default:
                    return false;
            }
        });
        if (login.Length > 0)
        {
            Facts.Authors[login] = shown.Length > 0 ? shown : login;
        }
    }

    private void ReadTerm(XmlSource xml, string kind)
    {
        var (slug, label, id) = ("", "", "");
        xml.Children(() =>
        {
            switch (xml.Reader.LocalName)
            {
                case "category_nicename" or "tag_slug":
                    slug = xml.Text(LongestValue).Trim();
                    return true;
                case "term_id":
                    id = xml.Text(LongestValue).Trim();
                    return true;
                case "cat_name" or "tag_name":
                    label = CleanText.Line(xml.Text(LongestValue));
                    return true;
                default:
                    return false;
            }
        });
        if (slug.Length > 0 && label.Length > 0)
        {
            var root = PathOf(Facts.BaseAddress);
            slug = Uri.UnescapeDataString(slug);
            Facts.LabelAddresses.Add(($"{root}/{kind}/{slug}", label));

            // How links looked before a site had readable addresses.
            if (kind == "tag")
            {
                Facts.LabelAddresses.Add(($"{root}/?tag={Uri.EscapeDataString(slug)}", label));
            }
            else if (id.Length > 0 && id.All(char.IsAsciiDigit))
            {
                Facts.LabelAddresses.Add(($"{root}/?cat={id}", label));
            }
        }
    }

    private void Locate(string address)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme.StartsWith("http", StringComparison.Ordinal))
        {
            Facts.BaseAddress = url.GetLeftPart(UriPartial.Path).TrimEnd('/');
            Facts.Source = "wordpress:" + Facts.BaseAddress[(Facts.BaseAddress.IndexOf("//", StringComparison.Ordinal) + 2)..]
                .ToLowerInvariant();
        }
    }

    private static string PathOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) ? url.AbsolutePath.TrimEnd('/') : "";

    private SourceEntry? ReadItem(XmlSource xml, bool withText)
    {
        var (reader, line, item, isCut) = (xml.Reader, xml.Line, new Item(), false);
        xml.Children(() =>
        {
            var space = reader.NamespaceURI;
            switch (reader.LocalName)
            {
                case "encoded" when space == ContentModule:
                    item.Html = xml.Text(withText ? LongestHtml : LongestValue * 3, out isCut);
                    return true;
                case "encoded" when space.EndsWith("/excerpt/", StringComparison.Ordinal):
                    item.Excerpt = xml.Text(LongestValue);
                    return true;
                case "title" when space.Length == 0:
                    item.Title = CleanText.Line(System.Net.WebUtility.HtmlDecode(xml.Text(LongestValue)));
                    return true;
                case "creator":
                    item.Author = xml.Text(LongestValue).Trim();
                    return true;
                case "category" when space.Length == 0:
                    var (domain, nicename) = (reader.GetAttribute("domain") ?? "", reader.GetAttribute("nicename") ?? "");
                    item.Term(domain, nicename, CleanText.Line(System.Net.WebUtility.HtmlDecode(xml.Text(LongestValue))));
                    return true;
                case "postmeta":
                    ReadMeta(xml, item);
                    return true;
                case "comment":
                    ReadComment(xml, withText);
                    return true;
                case "description" or "comment_status" or "ping_status" or "menu_order":
                    return false;
                case var name when Item.Keeps(name):
                    item.Values[name] = xml.Text(LongestValue).Trim();
                    return true;
                default:
                    return false;
            }
        });
        return EntryOf(item, line, isCut, withText);
    }

    private static void ReadMeta(XmlSource xml, Item item)
    {
        var (key, value) = ("", "");
        xml.Children(() =>
        {
            switch (xml.Reader.LocalName)
            {
                case "meta_key":
                    key = xml.Text(LongestValue).Trim();
                    return true;
                case "meta_value":
                    value = xml.Text(key.Length == 0 || Item.Reads(key) ? LongestValue * 10 : 0);
                    return true;
                default:
                    return false;
            }
        });
        item.Meta(key, value);
    }

    private void ReadComment(XmlSource xml, bool withText)
    {
        var (isNote, email, address) = (false, 0, 0);
        xml.Children(() =>
        {
            switch (xml.Reader.LocalName)
            {
                case "comment_type":
                    isNote = xml.Text(LongestValue).Trim() == "note";
                    return true;
                case "comment_author_email":
                    email += xml.Text(100).Trim().Length > 0 ? 1 : 0;
                    return true;
                case "comment_author_IP":
                    address += xml.Text(100).Trim().Length > 0 ? 1 : 0;
                    return true;
                default:
                    return false;
            }
        });
        if (withText)
        {
            return;
        }

        // Notes of editors are no comments of readers, and are named apart.
        (Facts.Notes, Facts.Comments) = isNote ? (Facts.Notes + 1, Facts.Comments) : (Facts.Notes, Facts.Comments + 1);
        Facts.EmailAddresses += email;
        Facts.NetworkAddresses += address;
    }

    private SourceEntry? EntryOf(Item item, int line, bool isCut, bool withText)
    {
        var (id, type, status) = (item["post_id"], item["post_type"], item["status"]);
        type = type.Length == 0 ? "post" : type;
        if (type == "attachment")
        {
            attachments[id] = new(item["attachment_url"], item.AltText, CleanText.Line(item.Excerpt), item.Title);
            if (!withText)
            {
                Facts.Coordinates += item.HasCoordinates ? 1 : 0;
            }

            return null;
        }

        if (type == "wp_block")
        {
            patterns[id] = item.Html;
            return null;
        }

        if (type is "nav_menu_item" or "revision" or "custom_css" or "customize_changeset" or "oembed_cache" or "user_request"
            || type.StartsWith("wp_", StringComparison.Ordinal) || status is "auto-draft" or "inherit"
            || OfReaders.Any(start => type.StartsWith(start, StringComparison.Ordinal)))
        {
            if (!withText)
            {
                Facts.Leave(type);
            }

            return null;
        }

        if (id.Length is 0 or > 40)
        {
            throw new SourceException("Import.NoId", line);
        }

        var published = Published(item["post_date"], item["post_date_gmt"]);
        var name = CleanText.Line(Decoded(item["post_name"]));
        var link = status is "draft" or "pending" && item["link"].Contains('?', StringComparison.Ordinal) ? "" : item["link"];
        var remarks = new List<string>();
        if (item["post_password"].Length > 0)
        {
            remarks.Add("Import.Remark.Password");
        }

        if (type is not ("post" or "page"))
        {
            remarks.Add("Import.Remark.Type");
        }

        var base_ = PathOf(Facts.BaseAddress);
        var html = withText ? WordPressHtml.Of(item.Html, attachments, patterns, remarks, LongestHtml) : "";
        var cover = item.Thumbnail.Length > 0 ? attachments.GetValueOrDefault(item.Thumbnail) : null;
        return new SourceEntry(id, type == "page" ? EntryKind.Page : EntryKind.Article, line)
        {
            Title = item.Title,
            Html = html ?? "",
            IsCut = (isCut && withText) || html is null,
            Guessed = withText ? null : LanguageGuess.Of(item.Title, item.Html),
            Summary = SummaryOf(item.Excerpt),
            State = status switch
            {
                // Of kinds that plug-ins made up nobody knows whether readers ever saw them.
                "publish" when item["post_password"].Length == 0 && type is "post" or "page" => SourceState.Live,
                "future" when type is "post" or "page" => SourceState.Scheduled,
                "trash" => SourceState.Trashed,
                _ => SourceState.Draft,
            },
            Published = published,
            Updated = Published(item["post_modified"], item["post_modified_gmt"]) ?? published,
            Author = item.Author,
            Labels = item.Labels,
            Address = link,
            OtherAddresses =
            [
                $"{base_}/?{(type == "page" ? "page_id" : "p")}={id}",
                .. type == "page" ? [] : new[] { $"{base_}/?p={id}" },
                .. link.Length == 0 ? [] : item.OldNames.Select(old => link.TrimEnd('/')[..(link.TrimEnd('/').LastIndexOf('/') + 1)] + old),
            ],
            Name = name,
            Language = item.Language,
            TranslationGroup = item.Group,
            CoverAddress = cover?.Address ?? "",
            CoverAltText = cover?.AltText ?? "",
            Footnotes = withText ? FootnotesOf(item.FootnotesJson) : [],
            Remarks = remarks,
        };
    }

    private static string SummaryOf(string excerpt) =>
        excerpt.Length == 0 ? "" : MarkdownText.ToPlainText(MarkdownFromHtml.Convert(excerpt), 2_000);

    private static IReadOnlyList<KeyValuePair<string, string>> FootnotesOf(string json)
    {
        if (json.Length == 0)
        {
            return [];
        }

        try
        {
            using var notes = JsonDocument.Parse(json);
            return notes.RootElement.ValueKind != JsonValueKind.Array
                ? []
                : [.. notes.RootElement.EnumerateArray()
                    .Where(n => n.ValueKind == JsonValueKind.Object && n.TryGetProperty("id", out _) && n.TryGetProperty("content", out _))
                    .Select(n => KeyValuePair.Create(n.GetProperty("id").ToString(), n.GetProperty("content").ToString()))
                    .DistinctBy(n => n.Key)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>A local time and the same in UTC; drafts have neither, or "0000-00-00".</summary>
    private static DateTimeOffset? Published(string local, string utc)
    {
        var hasLocal = TryDate(local, out var here);
        if (!TryDate(utc, out var there))
        {
            return hasLocal ? new DateTimeOffset(here, TimeSpan.Zero) : null;
        }

        var offset = hasLocal ? here - there : TimeSpan.Zero;
        return Math.Abs(offset.TotalHours) <= 14 && offset.Ticks % TimeSpan.TicksPerMinute == 0
            ? new DateTimeOffset(there + offset, offset)
            : new DateTimeOffset(there, TimeSpan.Zero);
    }

    private static bool TryDate(string text, out DateTime date) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
        && date.Year > 1970;

    /// <summary>
    /// Names of pages in Chinese are percent-encoded and cut at 200 bytes, perhaps inside of a character; what is left of that one goes.
    /// </summary>
    private static string Decoded(string name) =>
        Uri.UnescapeDataString(name.Contains('%', StringComparison.Ordinal) ? CutEscape().Replace(name, "") : name)
            .Replace("\uFFFD", "", StringComparison.Ordinal);

    [GeneratedRegex("%[0-9a-fA-F]?$")]
    private static partial Regex CutEscape();

    /// <summary>A photo or file with what is said about it.</summary>
    internal sealed record Attachment(string Address, string AltText, string Caption, string Title);

    /// <summary>What was read of an item.</summary>
    private sealed partial class Item
    {
        public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);
        public string Html { get; set; } = "";
        public string Excerpt { get; set; } = "";
        public string Title { get; set; } = "";
        public string Author { get; set; } = "";
        public List<string> Labels { get; } = [];
        public List<string> OldNames { get; } = [];
        public string Language { get; private set; } = "";
        public string Group { get; private set; } = "";
        public string Thumbnail { get; private set; } = "";
        public string AltText { get; private set; } = "";
        public string FootnotesJson { get; private set; } = "";
        public bool HasCoordinates { get; private set; }

        public string this[string name] => Values.GetValueOrDefault(name, "");

        // Security: elements of made-up names are not kept, however many there are.
        public static bool Keeps(string name) => name is "post_id" or "post_type" or "status" or "attachment_url" or "post_date"
            or "post_date_gmt" or "post_modified" or "post_modified_gmt" or "post_name" or "post_password" or "link";

        public static bool Reads(string key) => key is "_thumbnail_id" or "_wp_attachment_image_alt" or "_wp_old_slug" or "_icl_lang_code"
            or "trid" or "_icl_translation_id" or "_translations" or "footnotes" or "_wp_attachment_metadata" or "_yoast_wpseo_metadesc";

        public void Term(string domain, string nicename, string label)
        {
            switch (domain)
            {
                case "category" or "post_tag" or "tag" when label.Length > 0:
                    if (Labels.Count < MostLabels && !Labels.Contains(label) && nicename != "uncategorized" && label != "Uncategorized")
                    {
                        Labels.Add(label);
                    }

                    break;
                case "language":
                    Language = nicename;
                    break;
                case "post_translations":
                    Group = "polylang:" + nicename;
                    break;
            }
        }

        public void Meta(string key, string value)
        {
            switch (key)
            {
                case "_thumbnail_id":
                    Thumbnail = value.Trim();
                    break;
                case "_wp_attachment_image_alt":
                    AltText = CleanText.Line(value);
                    break;
                case "_wp_old_slug" when value.Trim().Length > 0:
                    OldNames.Add(value.Trim());
                    break;
                case "_icl_lang_code":
                    Language = value.Trim();
                    break;
                case "trid":
                    Group = "wpml:" + value.Trim();
                    break;
                case "_icl_translation_id" when Group.Length == 0:
                    Group = "wpml-id:" + value.Trim();
                    break;
                case "_translations":
                    // PHP writes a map of languages to ids; the least id names the group.
                    Group = Ids().Matches(value).Select(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToList() is
                    { Count: > 0 } ids
                        ? "polylang:" + ids.Min().ToString(CultureInfo.InvariantCulture)
                        : Group;
                    break;
                case "footnotes":
                    FootnotesJson = value;
                    break;
                case "_yoast_wpseo_metadesc" when Excerpt.Length == 0:
                    Excerpt = value;
                    break;
                case "_wp_attachment_metadata":
                    HasCoordinates = value.Contains("latitude", StringComparison.OrdinalIgnoreCase);
                    break;
            }
        }

        [GeneratedRegex(@"(?<=;)i:(\d{1,15});")]
        private static partial Regex Ids();
    }
}
