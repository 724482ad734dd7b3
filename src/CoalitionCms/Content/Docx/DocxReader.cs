using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Blip = DocumentFormat.OpenXml.Drawing.Blip;
using DocProperties = DocumentFormat.OpenXml.Drawing.Wordprocessing.DocProperties;
using ImageData = DocumentFormat.OpenXml.Vml.ImageData;

namespace CoalitionCms.Content.Docx;

/// <summary>A picture inside a document.</summary>
/// <param name="Sha256">Of its bytes in the document: the HTML names it by <c>/media/{sha256}</c> until it is in the library.</param>
internal sealed record DocxPicture(string Sha256, byte[] Content, string AltText);

/// <summary>A document as HTML, in the form in which word processors copy, for <c>MarkdownFromHtml</c>.</summary>
/// <param name="Title">The paragraph in the style "Title"; empty when there is none.</param>
/// <param name="LeftOut">Number of tracked deletions, hidden words and comments.</param>
/// <param name="NotRead">Number of things that a text cannot show: embedded objects, pictures beyond the limit.</param>
internal sealed record DocxText(string Title, string Html, IReadOnlyList<DocxPicture> Pictures, int LeftOut, int NotRead);

/// <summary>
/// Reads the text of a .docx file: headings, lists, tables, links, footnotes and pictures. Tracked deletions, comments and hidden words are
/// left out: what the author took out must not be published.
/// </summary>
internal sealed partial class DocxReader
{
    public const int MostPictures = 60;

    // Security: a small file can refer to one long address, or to one picture, a hundred thousand times.
    private const int LongestTarget = 2_000;
    private const int MostHtml = 16 * 1024 * 1024;

    // Fields within fields: each of them is asked for every word inside.
    private const int DeepestFields = 20;

    private static readonly SemaphoreSlim OneAtATime = new(1);

    private readonly DocxFile file;
    private readonly MainDocumentPart main;
    private readonly Dictionary<string, Style> styles;
    private readonly DocxNumbering numbering;
    private readonly Dictionary<string, DocxPicture> pictures = new(StringComparer.Ordinal);
    private readonly List<(string Key, IEnumerable<OpenXmlElement> Content, OpenXmlPart Part)> notes = [];
    private readonly HashSet<string> referred = new(StringComparer.Ordinal);
    private readonly Lazy<Dictionary<long, OpenXmlElement>> footnotes;
    private readonly Lazy<Dictionary<long, OpenXmlElement>> endnotes;
    private readonly Dictionary<OpenXmlPart, Dictionary<string, Uri>> links = [];
    private readonly Dictionary<OpenXmlPart, string> hashes = [];
    private readonly Stack<Field> fields = new();
    private readonly StringBuilder html = new();
    private readonly DocxLists lists;
    private readonly StringBuilder paragraph = new();
    private readonly Queue<TextBoxContent> boxes = new();
    private OpenXmlPart part;
    private string title = "";
    private int leftOut;
    private int notRead;

    private DocxReader(DocxFile file, MainDocumentPart main)
    {
        (this.file, this.main, part) = (file, main, main);
        styles = main.StyleDefinitionsPart?.Styles?.Elements<Style>().Where(s => s.StyleId?.Value is not null)
            .DistinctBy(s => s.StyleId!.Value!, StringComparer.Ordinal).ToDictionary(s => s.StyleId!.Value!, StringComparer.Ordinal) ?? [];
        footnotes = new(() => ById(main.FootnotesPart?.Footnotes?.Elements<Footnote>()));
        endnotes = new(() => ById(main.EndnotesPart?.Endnotes?.Elements<Endnote>()));
        numbering = new(main.NumberingDefinitionsPart?.Numbering);
        lists = new(html);
    }

    /// <summary>Reads a file, one at a time: a large one takes much memory.</summary>
    public static async Task<(DocxText? Text, DocxProblem Problem)> ReadAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await OneAtATime.WaitAsync(cancellationToken);
        try
        {
            return Read(bytes);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static (DocxText? Text, DocxProblem Problem) Read(byte[] bytes)
    {
        var (file, problem) = DocxFile.Open(bytes);
        if (file is null)
        {
            return (null, problem);
        }

        try
        {
            var settings = new OpenSettings { AutoSave = false, MaxCharactersInPart = DocxFile.MaxXml };
            using var document = WordprocessingDocument.Open(file.Content, isEditable: false, settings);
            return document.MainDocumentPart is { Document.Body: { } body } main
                ? (new DocxReader(file, main).Read(body), default)
                : (null, DocxProblem.NotDocx);
        }
        catch (TooLongException)
        {
            return (null, DocxProblem.TooLong);
        }
        catch (Exception broken) when (broken is OpenXmlPackageException or XmlException or InvalidDataException or IOException
            or FormatException or ArgumentException or InvalidOperationException or NotSupportedException or OverflowException)
        {
            return (null, DocxProblem.Damaged);
        }
    }

    private DocxText Read(Body body)
    {
        ReadBlocks(body.ChildElements);
        lists.Close();
        foreach (var (key, content, ofPart) in notes)
        {
            part = ofPart;
            html.Append(CultureInfo.InvariantCulture, $"<div id=\"{key}\">");
            ReadBlocks(content);
            lists.Close();
            html.Append("</div>");
        }

        leftOut += main.WordprocessingCommentsPart?.Comments?.Elements<Comment>().Count() ?? 0;
        return new(title, html.ToString(), [.. pictures.Values], leftOut, notRead);
    }

    private void ReadBlocks(IEnumerable<OpenXmlElement> elements)
    {
        foreach (var element in elements)
        {
            switch (element)
            {
                case Paragraph own:
                    ReadParagraph(own);
                    break;
                case Table table:
                    ReadTable(table);
                    break;
                case SdtBlock { SdtContentBlock: { } content }:
                    ReadBlocks(content.ChildElements);
                    break;
                case CustomXmlBlock or InsertedRun or MoveToRun:
                    ReadBlocks(element.ChildElements);
                    break;
                case DeletedRun or MoveFromRun:
                    leftOut++;
                    break;
                case AltChunk:
                    notRead++;
                    break;
            }
        }
    }

    private void ReadParagraph(Paragraph source)
    {
        var properties = source.ParagraphProperties;
        var style = new StyleChain(styles, properties?.ParagraphStyleId?.Val?.Value);
        ReadInlines(source.ChildElements);

        // The author took out the end of the paragraph: it goes on in the next one.
        if (properties?.ParagraphMarkRunProperties?.GetFirstChild<Deleted>() is null)
        {
            WriteParagraph(properties, style);
        }

        while (boxes.TryDequeue(out var box))
        {
            ReadBlocks(box.ChildElements);
        }
    }

    private void WriteParagraph(ParagraphProperties? properties, StyleChain style)
    {
        var content = paragraph.ToString();
        paragraph.Clear();
        if (html.Length + content.Length > MostHtml)
        {
            throw new TooLongException();
        }

        if (content.Length == 0 || fields.Any(f => f.IsContents))
        {
            return;
        }

        if (style.IsTitle && title.Length == 0 && html.Length == 0)
        {
            title = WebUtility.HtmlDecode(Tag().Replace(content, " ")).Trim();
            return;
        }

        var number = numbering.Next(properties?.NumberingProperties ?? style.Numbering);
        var level = style.IsTitle ? 1 : style.HeadingLevel(properties?.OutlineLevel);
        if (level > 0)
        {
            lists.Close();
            html.Append(CultureInfo.InvariantCulture, $"<h{level}>{WebUtility.HtmlEncode(number?.Label)}{content}</h{level}>");
        }
        else if (number is { Label.Length: 0 })
        {
            lists.Add(number, content);
        }
        else
        {
            lists.Close();
            var tag = style.IsQuote ? "blockquote" : "p";
            html.Append(CultureInfo.InvariantCulture, $"<{tag}>{WebUtility.HtmlEncode(number?.Label)}{content}</{tag}>");
        }
    }

    private void ReadTable(Table table)
    {
        lists.Close();
        html.Append("<table>");
        foreach (var row in table.Descendants<TableRow>().Where(r => r.Ancestors<Table>().First() == table))
        {
            if (row.TableRowProperties?.GetFirstChild<Deleted>() is not null)
            {
                leftOut++;
                continue;
            }

            html.Append("<tr>");
            foreach (var cell in row.Descendants<TableCell>().Where(c => c.Ancestors<TableRow>().First() == row))
            {
                if (cell.TableCellProperties?.GetFirstChild<CellDeletion>() is not null)
                {
                    leftOut++;
                    continue;
                }

                var width = Math.Clamp(cell.TableCellProperties?.GridSpan?.Val?.Value ?? 1, 1, 40);
                html.Append(CultureInfo.InvariantCulture, $"<td colspan=\"{width}\">");
                ReadBlocks(cell.ChildElements);
                lists.Close();
                html.Append("</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</table>");
    }

    private void ReadInlines(IEnumerable<OpenXmlElement> elements)
    {
        foreach (var element in elements)
        {
            switch (element)
            {
                case Run run:
                    ReadRun(run);
                    break;
                case DeletedRun or MoveFromRun:
                    leftOut++;
                    break;
                case Hyperlink link:
                    Link(file.TargetOf(TargetOf(link.Id?.Value)), () => ReadInlines(link.ChildElements));
                    break;
                case SdtRun { SdtContentRun: { } content }:
                    ReadInlines(content.ChildElements);
                    break;
                case InsertedRun or MoveToRun or SimpleField or CustomXmlRun or BidirectionalEmbedding
                    or BidirectionalOverride:
                    ReadInlines(element.ChildElements);
                    break;
                case DocumentFormat.OpenXml.Math.OfficeMath or DocumentFormat.OpenXml.Math.Paragraph:
                    Write(element.InnerText);
                    break;
                case AlternateContent either:
                    ReadInlines(Chosen(either));
                    break;
                case OpenXmlUnknownElement { LocalName: "smartTag" }:
                    // What older programs put around dates and places; the library does not know it.
                    Write(string.Concat(element.Descendants().Where(d => d.LocalName == "t"
                        && !d.Ancestors().Any(a => a.LocalName is "del" or "moveFrom")).Select(d => d.InnerText)));
                    break;
            }
        }
    }

    private void ReadRun(Run run)
    {
        var properties = run.RunProperties;
        if (IsOn(properties?.Vanish) && run.ChildElements.All(c => c is RunProperties or Text))
        {
            leftOut += run.InnerText.Length > 0 ? 1 : 0;
            return;
        }

        var style = properties?.RunStyle?.Val?.Value is { } id && styles.GetValueOrDefault(id) is { } named
            ? named.StyleName?.Val?.Value ?? "" : "";
        var raised = properties?.VerticalTextAlignment?.Val?.Value;
        List<string> tags = [];
        Mark("b", IsOn(properties?.Bold) || style.Equals("Strong", StringComparison.OrdinalIgnoreCase));
        Mark("i", IsOn(properties?.Italic) || style.Equals("Emphasis", StringComparison.OrdinalIgnoreCase));
        Mark("s", IsOn(properties?.Strike) || IsOn(properties?.DoubleStrike));
        Mark("sup", raised == VerticalPositionValues.Superscript);
        Mark("sub", raised == VerticalPositionValues.Subscript);
        var start = paragraph.Length;
        ReadRunContent(run.ChildElements);
        if (paragraph.Length > start && tags.Count > 0)
        {
            paragraph.Insert(start, string.Concat(tags.Select(t => $"<{t}>")));
            paragraph.Append(string.Concat(Enumerable.Reverse(tags).Select(t => $"</{t}>")));
        }

        void Mark(string name, bool isOn)
        {
            if (isOn)
            {
                tags.Add(name);
            }
        }
    }

    private void ReadRunContent(IEnumerable<OpenXmlElement> elements)
    {
        foreach (var element in elements)
        {
            switch (element)
            {
                case FieldChar { FieldCharType: { } type }:
                    ReadField(type.Value);
                    break;
                case FieldCode code when fields.TryPeek(out var field):
                    field.Code.Append(code.Text);
                    break;
                case Text text:
                    Write(text.Text);
                    break;
                case TabChar:
                    Write(" ");
                    break;
                case NoBreakHyphen:
                    Write("-");
                    break;
                case Break { Type: null } or CarriageReturn:
                case Break line when line.Type!.Value == BreakValues.TextWrapping:
                    paragraph.Append("<br>");
                    break;
                case FootnoteReference { Id: { } note }:
                    Refer("ftn", note.Value, main.FootnotesPart, footnotes.Value.GetValueOrDefault(note.Value));
                    break;
                case EndnoteReference { Id: { } note }:
                    Refer("edn", note.Value, main.EndnotesPart, endnotes.Value.GetValueOrDefault(note.Value));
                    break;
                case Drawing or Picture:
                    ReadPicture(element);
                    break;
                case EmbeddedObject:
                    notRead++;
                    break;
                case Ruby { RubyBase: { } words }:
                    ReadInlines(words.ChildElements);
                    break;
                case AlternateContent either:
                    ReadRunContent(Chosen(either));
                    break;
            }
        }
    }

    private void Write(string text)
    {
        if (fields.All(f => f.IsShown))
        {
            paragraph.Append(WebUtility.HtmlEncode(text));
        }
    }

    private void ReadField(FieldCharValues type)
    {
        if (type == FieldCharValues.Begin)
        {
            fields.Push(fields.Count < DeepestFields ? new() : throw new TooLongException());
        }
        else if (fields.TryPeek(out var field) && type == FieldCharValues.Separate)
        {
            (field.IsShown, field.Start) = (!field.IsContents, paragraph.Length);
        }
        else if (fields.TryPop(out var ended) && ended.IsShown && ended.Target is { Length: <= LongestTarget } target
            && ended.Start <= paragraph.Length)
        {
            paragraph.Insert(ended.Start, $"<a href=\"{WebUtility.HtmlEncode(target)}\">").Append("</a>");
        }
    }

    private void Link(string? target, Action content)
    {
        // A link that is left out keeps its words.
        if (target is null or { Length: > LongestTarget })
        {
            content();
            return;
        }

        if (paragraph.Length > MostHtml)
        {
            throw new TooLongException();
        }

        paragraph.Append(CultureInfo.InvariantCulture, $"<a href=\"{WebUtility.HtmlEncode(target)}\">");
        content();
        paragraph.Append("</a>");
    }

    private void Refer(string kind, long number, OpenXmlPart? ofPart, OpenXmlElement? note)
    {
        if (note is null || ofPart is null || number is < 0 or > 999_999)
        {
            return;
        }

        var key = FormattableString.Invariant($"{kind}{number}");
        paragraph.Append(CultureInfo.InvariantCulture, $"<a href=\"#_{key}\">[{number}]</a>");
        if (referred.Add(key))
        {
            notes.Add((key, note.ChildElements, ofPart));
        }
    }

    private Uri? TargetOf(string? id)
    {
        if (!links.TryGetValue(part, out var targets))
        {
            links[part] = targets = part.HyperlinkRelationships.DistinctBy(r => r.Id).ToDictionary(r => r.Id, r => r.Uri,
                StringComparer.Ordinal);
        }

        return id is null ? null : targets.GetValueOrDefault(id);
    }

    private static Dictionary<long, OpenXmlElement> ById(IEnumerable<FootnoteEndnoteType>? notes) =>
        (notes ?? []).Where(n => n.Id is not null).DistinctBy(n => n.Id!.Value)
        .ToDictionary(n => n.Id!.Value, n => (OpenXmlElement)n);

    private void ReadPicture(OpenXmlElement picture)
    {
        foreach (var box in picture.Descendants<TextBoxContent>().Where(b => b.Ancestors<TextBoxContent>().FirstOrDefault() is null))
        {
            boxes.Enqueue(box);
        }

        var ids = picture.Descendants<Blip>().Select(b => b.Embed?.Value).Concat(picture.Descendants<ImageData>()
            .Select(i => i.RelationshipId?.Value)).OfType<string>().ToList();
        var altText = picture.Descendants<DocProperties>().FirstOrDefault() is { } named
            ? named.Description?.Value ?? "" : picture.Descendants<DocumentFormat.OpenXml.Vml.Shape>().FirstOrDefault()?.Alternate?.Value
            ?? "";
        foreach (var id in ids)
        {
            if (!part.TryGetPartById(id, out var found) || found is not ImagePart image || pictures.Count >= MostPictures)
            {
                notRead++;
                continue;
            }

            if (!hashes.TryGetValue(image, out var sha256))
            {
                using var stream = image.GetStream(FileMode.Open, FileAccess.Read);
                using var bytes = new MemoryStream();
                stream.CopyTo(bytes);
                var content = bytes.ToArray();
                hashes[image] = sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
                pictures.TryAdd(sha256, new(sha256, content, altText));
            }

            paragraph.Append(CultureInfo.InvariantCulture, $"<img src=\"/media/{sha256}\" alt=\"{WebUtility.HtmlEncode(altText)}\">");
        }
    }

    // Both say the same, for newer and older programs.
    private static OpenXmlElementList Chosen(AlternateContent either) => (either.GetFirstChild<AlternateContentChoice>() as OpenXmlElement
        ?? either.GetFirstChild<AlternateContentFallback>() ?? either as OpenXmlElement).ChildElements;

    private static bool IsOn(OnOffType? property) => property is not null && (property.Val?.Value ?? true);

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    private sealed class TooLongException : Exception;

    /// <summary>A field, such as a link or a table of contents, whose code comes before what it shows.</summary>
    private sealed class Field
    {
        public StringBuilder Code { get; } = new();
        public bool IsShown { get; set; }
        public int Start { get; set; }

        public bool IsContents => Code.ToString().TrimStart().StartsWith("TOC", StringComparison.OrdinalIgnoreCase);

        public string? Target => Code.ToString().Trim() is var code && code.StartsWith("HYPERLINK \"", StringComparison.OrdinalIgnoreCase)
            && code.IndexOf('"', 11) is > 11 and var end ? code[11..end] : null;
    }
}

/// <summary>A paragraph's style with those that it is based on.</summary>
internal readonly struct StyleChain
{
    private const int Longest = 20;

    private readonly List<Style> chain = [];

    public StyleChain(Dictionary<string, Style> styles, string? id)
    {
        while (id is not null && chain.Count < Longest && styles.GetValueOrDefault(id) is { } style)
        {
            chain.Add(style);
            id = style.BasedOn?.Val?.Value;
        }
    }

    // The name is the same in every language of the word processor; the id is not.
    public bool IsTitle => Named("title");

    public bool IsQuote => Named("quote") || Named("intense quote");

    public NumberingProperties? Numbering =>
        chain.Select(s => s.StyleParagraphProperties?.NumberingProperties).FirstOrDefault(n => n is not null);

    /// <summary>From 1; 0 for no heading.</summary>
    public int HeadingLevel(OutlineLevel? own)
    {
        foreach (var style in chain)
        {
            if (style.StyleName?.Val?.Value?.Trim().ToUpperInvariant()
                is ['H', 'E', 'A', 'D', 'I', 'N', 'G', ' ', >= '1' and <= '9' and var n])
            {
                return Math.Min(n - '0', 6);
            }
        }

        var level = (own ?? chain.Select(s => s.StyleParagraphProperties?.OutlineLevel).FirstOrDefault(o => o is not null))?.Val?.Value;
        return level is >= 0 and < 9 ? Math.Min(level.Value + 1, 6) : 0;
    }

    private bool Named(string name) => chain is [var own, ..]
        && string.Equals(own.StyleName?.Val?.Value, name, StringComparison.OrdinalIgnoreCase);
}
