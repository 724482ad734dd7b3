using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Transfer;

/// <summary>
/// Reads posts and pages of Blogger: the backup of earlier years (one Atom file in which kinds of entries are told apart by a category)
/// and the <c>feed.atom</c> of Google Takeout (in which they have a type of their own).
/// </summary>
internal sealed partial class BloggerReader(SourceFiles files) : SourceReader
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string KindScheme = "http://schemas.google.com/g/2005#kind";

    private readonly Dictionary<string, (DateTimeOffset Updated, int Position)> newest = new(StringComparer.Ordinal);
    private readonly HashSet<string> prefixes = new(StringComparer.Ordinal);

    public override void Scan(Func<long, bool> progress)
    {
        foreach (var settings in files.Named(name => name.EndsWith("/settings.csv", StringComparison.OrdinalIgnoreCase)
            || name.Equals("settings.csv", StringComparison.OrdinalIgnoreCase)))
        {
            ReadSettings(settings);
        }

        var position = 0;
        foreach (var file in files.Feeds)
        {
            while (!TryScan(file, ref position, progress))
            {
                // Read again from the beginning with the missing prefix declared; what was read of the file so far is forgotten.
                Facts.Entries.Clear();
                newest.Clear();
                Facts.LeftOut.Clear();
                (Facts.Comments, Facts.EmailAddresses, Facts.Coordinates, position) = (0, 0, 0, 0);
            }
        }

        if (position == 0 && Facts.Comments == 0)
        {
            throw new SourceException("Import.NothingInside");
        }

        var kept = Facts.Entries.Where((e, i) => newest[e.Id].Position == PositionOf(e)).ToList();
        foreach (var _ in Enumerable.Range(0, Facts.Entries.Count - kept.Count))
        {
            Facts.Leave("double");
        }

        Facts.Entries.Clear();
        Facts.Entries.AddRange(kept);
    }

    public override IEnumerable<SourceEntry> Read(Func<long, bool> progress)
    {
        var position = 0;
        foreach (var file in files.Feeds)
        {
            using var xml = new XmlSource(file.Open(), prefixes, progress);
            foreach (var entry in EntriesOf(xml, withText: true))
            {
                var isNewest = newest.TryGetValue(entry.Id, out var known) && known.Position == position;
                position++;
                if (isNewest)
                {
                    yield return entry;
                }
            }
        }
    }

    private static int PositionOf(SourceEntry entry) => int.Parse(entry.Remarks[0], CultureInfo.InvariantCulture);

    private bool TryScan(SourceFile file, ref int position, Func<long, bool> progress)
    {
        using var xml = new XmlSource(file.Open(), prefixes, progress);
        try
        {
            foreach (var entry in EntriesOf(xml, withText: false))
            {
                var updated = entry.Updated ?? entry.Published ?? DateTimeOffset.MinValue;
                if (!newest.TryGetValue(entry.Id, out var before) || before.Updated <= updated)
                {
                    newest[entry.Id] = (updated, position);
                }

                Facts.Entries.Add(entry with { Remarks = [position.ToString(CultureInfo.InvariantCulture)] });
                position++;
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
        if (reader.LocalName != "feed" || reader.NamespaceURI != Atom)
        {
            throw new SourceException(
                reader.LocalName == "html" ? "Import.Theme" : reader.LocalName == "rss" ? "Import.NotBlogger.Rss" : "Import.NotBlogger",
                xml.Line, reader.LocalName.Length > 40 ? reader.LocalName[..40] : reader.LocalName);
        }

        var isBlogger = false;
        foreach (var name in xml.EachChild())
        {
            if (name == "entry")
            {
                if (!isBlogger)
                {
                    throw new SourceException("Import.NotBlogger.Feed", xml.Line);
                }

                if (ReadEntry(xml, withText) is { } entry)
                {
                    yield return entry;
                }
            }
            else if (name == "id")
            {
                var id = xml.Text(LongestValue).Trim();
                isBlogger |= BlogId().IsMatch(id);
                if (BlogId().Match(id) is { Success: true } blog)
                {
                    Facts.Source = "blogger:" + blog.Groups["id"].Value;
                }
            }
            else if (name == "title")
            {
                var title = xml.Text(LongestValue);
                Facts.Title = Facts.Title.Length > 0 ? Facts.Title : CleanText.Line(title);
            }
            else if (name == "link" && reader.GetAttribute("rel") == "alternate")
            {
                Locate(reader.GetAttribute("href"));
                xml.Skip();
            }
            else
            {
                xml.Skip();
            }
        }

        if (!isBlogger)
        {
            throw new SourceException("Import.NotBlogger.Feed", 1);
        }
    }

    private SourceEntry? ReadEntry(XmlSource xml, bool withText)
    {
        var reader = xml.Reader;
        var (line, id, kind, isDraft, state, html, isCut) = (xml.Line, "", "", false, "", "", false);
        var (title, summary, author, file, alternate) = ("", "", "", "", "");
        DateTimeOffset? published = null, updated = null;
        var labels = new List<string>();
        var hasPlace = false;
        xml.Children(() =>
        {
            switch (reader.LocalName)
            {
                case "id":
                    id = xml.Text(LongestValue).Trim();
                    return true;
                case "title":
                    title = CleanText.Line(Unescaped(xml.Text(LongestValue)));
                    return true;
                case "content":
                    html = xml.Text(withText ? LongestHtml : LongestValue, out isCut);
                    return true;
                case "metaDescription":
                    summary = CleanText.Line(Unescaped(xml.Text(LongestValue)));
                    return true;
                case "published":
                    published = DateOf(xml.Text(LongestValue));
                    return true;
                case "updated":
                    updated = DateOf(xml.Text(LongestValue));
                    return true;
                case "filename":
                    file = xml.Text(LongestValue).Trim();
                    return true;
                case "type":
                    kind = xml.Text(LongestValue).Trim().ToUpperInvariant();
                    return true;
                case "status":
                    state = xml.Text(LongestValue).Trim().ToUpperInvariant();
                    return true;
                case "category":
                    var (scheme, term) = (reader.GetAttribute("scheme") ?? "", reader.GetAttribute("term") ?? "");
                    if (scheme == KindScheme)
                    {
                        kind = term.Split('#')[^1].ToUpperInvariant();
                    }
                    else if (labels.Count < MostLabels && CleanText.Line(term) is { Length: > 0 } label)
                    {
                        labels.Add(label);
                    }

                    return false;
                case "link":
                    if (reader.GetAttribute("rel") == "alternate")
                    {
                        alternate = reader.GetAttribute("href") ?? "";
                    }

                    return false;
                case "control":
                    xml.Children(() =>
                    {
                        if (reader.LocalName != "draft")
                        {
                            return false;
                        }

                        isDraft = xml.Text(LongestValue).Trim().Equals("yes", StringComparison.OrdinalIgnoreCase);
                        return true;
                    });
                    return true;
                case "author":
                    xml.Children(() =>
                    {
                        if (reader.LocalName == "name")
                        {
                            author = CleanText.Line(xml.Text(LongestValue));
                            return true;
                        }

                        Facts.EmailAddresses += !withText && reader.LocalName == "email" ? 1 : 0;
                        return false;
                    });
                    return true;
                case "point":
                    hasPlace = true;
                    return false;
                case "location":
                    xml.Children(() =>
                    {
                        var isPlace = reader.LocalName is "latitude" or "longitude" && xml.Text(LongestValue).Trim().Length > 0;
                        hasPlace |= isPlace;
                        return isPlace;
                    });
                    return true;
                default:
                    return false;
            }
        });
        kind = kind.Length == 0 && id.Contains(".post-", StringComparison.Ordinal) ? "POST" : kind;
        if (kind is not ("POST" or "PAGE"))
        {
            if (!withText)
            {
                Leave(kind, id, html);
            }

            return null;
        }

        if (id.Length is 0 or > 200)
        {
            throw new SourceException("Import.NoId", line);
        }

        Facts.Coordinates += hasPlace && !withText ? 1 : 0;
        if (author.Length > 0)
        {
            Facts.Authors[author] = author;
        }

        Locate(alternate);
        return new SourceEntry(ShortId(id), kind == "PAGE" ? EntryKind.Page : EntryKind.Article, line)
        {
            Title = title,
            Html = withText ? LinesOf(html) : "",
            IsCut = isCut && withText,
            Guessed = withText ? null : LanguageGuess.Of(title, html),
            Summary = summary,
            State = state is "SOFT_TRASHED" or "TRASHED" or "DELETED" ? SourceState.Trashed
                : isDraft || state is "DRAFT" ? SourceState.Draft
                : state is "SCHEDULED" ? SourceState.Scheduled
                : SourceState.Live,
            Published = InZone(published),
            Updated = updated,
            Author = author,
            Labels = labels,
            Address = alternate.Length > 0 ? alternate : file,
            Name = NameIn(alternate.Length > 0 ? alternate : file),
        };
    }

    /// <summary>Everything that is not a text: settings are read where they help, comments are counted.</summary>
    private void Leave(string kind, string id, string value)
    {
        switch (kind)
        {
            case "COMMENT":
                Facts.Comments++;
                break;
            case "SETTINGS":
                Set(id[(id.LastIndexOf('.') + 1)..], value.Trim());
                Facts.Leave("settings");
                break;
            default:
                Facts.Leave(kind.Length == 0 ? "other" : kind.ToLowerInvariant());
                break;
        }
    }

    private void Set(string name, string value)
    {
        switch (name.ToUpperInvariant())
        {
            case "BLOG_NAME":
                Facts.Title = CleanText.Line(value);
                break;
            case "BLOG_LOCALE":
                Facts.Language = value;
                break;
            case "BLOG_TIME_ZONE" when TimeZoneInfo.TryFindSystemTimeZoneById(value, out var zone):
                Facts.Zone = zone;
                break;
            case "BLOG_SUBDOMAIN" when value.Length > 0 && Facts.BaseAddress.Length == 0:
                Facts.BaseAddress = $"http://{value}.blogspot.com";
                break;
            default:
                // Security: others hold e-mail addresses; they are counted and never kept.
                Facts.EmailAddresses += value.Contains('@', StringComparison.Ordinal) ? 1 : 0;
                break;
        }
    }

    private void ReadSettings(SourceFile file)
    {
        using var stream = file.Open();
        using var read = new StreamReader(stream);
        var table = new char[100_000];
        var length = read.ReadBlock(table, 0, table.Length);
        var rows = CsvTable.Read(new string(table, 0, length)).Rows;
        if (rows.Count < 2)
        {
            return;
        }

        foreach (var (name, value) in rows[0].Cells.Zip(rows[1].Cells))
        {
            Set(name.Trim(), value.Trim());
        }
    }

    private void Locate(string? address)
    {
        if (Facts.BaseAddress.Length == 0 && Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme.StartsWith("http",
            StringComparison.Ordinal))
        {
            Facts.BaseAddress = url.GetLeftPart(UriPartial.Authority);
        }
    }

    private DateTimeOffset? InZone(DateTimeOffset? date) =>
        date is { Offset.Ticks: 0 } utc && Facts.Zone is { } zone ? TimeZoneInfo.ConvertTime(utc, zone) : date;

    /// <summary>Line ends are breaks in texts that were written without mark-up.</summary>
    private static string LinesOf(string html) =>
        html.Contains('\n', StringComparison.Ordinal) && !Markup().IsMatch(html)
            ? html.Trim().ReplaceLineEndings("<br>")
            : html;

    /// <summary>Titles are seen that were escaped twice.</summary>
    private static string Unescaped(string text) =>
        TwiceEscaped().IsMatch(text) ? System.Net.WebUtility.HtmlDecode(text) : text;

    private static string ShortId(string id) => id[(id.LastIndexOf('.') + 1)..];

    /// <summary>The name of the page; none where Blogger made one up for a title without Latin letters.</summary>
    private static string NameIn(string address)
    {
        var path = Uri.TryCreate(address, UriKind.Absolute, out var url) ? url.AbsolutePath : address;
        var name = Path.GetFileNameWithoutExtension(Uri.UnescapeDataString(path.Split('/')[^1]));
        return MadeUp().IsMatch(name) ? "" : name;
    }

    [GeneratedRegex(@"^tag:blogger\.com,\d{4}:blog-(?<id>\d{1,30})", RegexOptions.ExplicitCapture)]
    private static partial Regex BlogId();

    [GeneratedRegex("<(br|p|div|table|ul|ol|h[1-6]|blockquote)[ />]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Markup();

    [GeneratedRegex("&(#\\d{1,6}|#x[0-9a-fA-F]{1,5}|amp|lt|gt|quot|apos|nbsp);", RegexOptions.ExplicitCapture)]
    private static partial Regex TwiceEscaped();

    [GeneratedRegex(@"^blog-(post|page)(_\d+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex MadeUp();
}
