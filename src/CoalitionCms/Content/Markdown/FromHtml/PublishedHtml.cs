using System.Text.RegularExpressions;
using CoalitionCms.Domain;

namespace CoalitionCms.Content.Markdown.FromHtml;

/// <summary>
/// What is known of a text that another system published: unlike a clip it has photos, embedded films and links between its own pages, and
/// its footnotes may be stored apart.
/// </summary>
internal abstract class PublishedHtml
{
    /// <summary>Footnotes by key; a reference is an element with that key as <c>data-fn</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Footnotes { get; init; } = [];

    /// <summary>The path on this site of a photo, by its address there; null if there is no file of it.</summary>
    /// <param name="addresses">The addresses of one photo, the largest first.</param>
    public abstract string? Photo(IReadOnlyList<string> addresses, string altText);

    /// <summary>What a link leads to from here; null to keep its text alone.</summary>
    public abstract string? Link(string href);

    /// <summary>A run of text as it may stand here.</summary>
    public virtual string Text(string text) => text;
}

/// <summary>The parts of a published page that a clip does not have: photos with captions, rows of photos, embedded films.</summary>
internal sealed partial class BlockReader
{
    private static readonly string[] Embedding = ["iframe", "embed", "object", "video", "audio"];

    /// <summary>Reads an element that needs the source; false for all others.</summary>
    private bool TryReadPublished(HtmlNode node, Format format)
    {
        if (node.IsText || node.Has("hidden") || node.Style.Hides)
        {
            return false;
        }

        if (Embedding.Contains(node.Name))
        {
            AddEmbedded(node, format);
            return true;
        }

        if (node.Has("data-fn"))
        {
            inlines.AddFootnote(node["data-fn"], format);
            return true;
        }

        if (IsPhotoFrame(node) && FiguresIn(node) is { Count: > 0 } figures)
        {
            AddPhotos(figures, CaptionOf(node, figures.Count));
            return true;
        }

        if (node.Name == "img" || (node.Name == "a" && OnlyPhotoIn(node) is not null))
        {
            AddPhoto(node, format);
            return true;
        }

        if (node.Name == "pre" && HasClass(node, "wp-block-verse"))
        {
            AddVerse(node, format);
            return true;
        }

        return false;
    }

    private static bool IsPhotoFrame(HtmlNode node) => node.Name switch
    {
        "figure" => !Holds(node, "table") && !Holds(node, "blockquote") && !Holds(node, "pre"),
        "table" => HasClass(node, "tr-caption-container"),
        "div" or "dl" => HasClass(node, "wp-caption"),
        _ => false,
    };

    private static bool Holds(HtmlNode node, string name) =>
        node.Children.Exists(child => child.Name == name || Holds(child, name));

    private static bool HasClass(HtmlNode node, string name) => node["class"].Split(' ').Contains(name);

    /// <summary>The photos of a frame, each with the caption of its own frame inside.</summary>
    private static List<(HtmlNode Photo, string Caption)> FiguresIn(HtmlNode frame)
    {
        var figures = new List<(HtmlNode, string)>();
        Collect(frame, "");
        return figures;

        void Collect(HtmlNode node, string caption)
        {
            foreach (var child in node.Children.Where(child => !child.IsUnseen))
            {
                if (child.Name == "img" || (child.Name == "a" && OnlyPhotoIn(child) is not null))
                {
                    figures.Add((child, caption));
                }
                else if (child.Name is "figure" or "li")
                {
                    Collect(child, TextOf(CaptionIn(child)));
                }
                else
                {
                    Collect(child, caption);
                }
            }
        }
    }

    /// <summary>The caption of the frame itself: that of its only photo, or a line below several.</summary>
    private static string CaptionOf(HtmlNode frame, int photos) => photos == 0 ? "" : TextOf(CaptionIn(frame));

    private static HtmlNode? CaptionIn(HtmlNode node)
    {
        foreach (var child in node.Children)
        {
            var isCaption = child.Name == "figcaption" || HasClass(child, "tr-caption") || HasClass(child, "wp-caption-text");
            if (isCaption)
            {
                return child;
            }

            if (child.Name is not ("figure" or "li") && CaptionIn(child) is { } inside)
            {
                return inside;
            }
        }

        return null;
    }

    private static string TextOf(HtmlNode? node)
    {
        return node is null ? "" : CleanText.Line(CollapseSpaces(string.Concat(Texts(node))));

        static IEnumerable<string> Texts(HtmlNode from) => from.IsText ? [from.Text]
            : from.Name == "br" ? [" "]
            : from.IsUnseen ? [] : from.Children.SelectMany(Texts);
    }

    /// <summary>The photo of a link that holds nothing else.</summary>
    private static HtmlNode? OnlyPhotoIn(HtmlNode link)
    {
        HtmlNode? photo = null;
        return IsPhotoAlone(link) ? photo : null;

        bool IsPhotoAlone(HtmlNode node) => node.Children.TrueForAll(child =>
            child.IsBlank
            || (child.Name == "img" ? (photo, photo = child) is (null, _)
            : child.Name is "span" or "br" or "b" or "i" or "picture" or "noscript" or "source" && IsPhotoAlone(child)));
    }

    private void AddPhotos(List<(HtmlNode Photo, string Caption)> figures, string caption)
    {
        EndParagraph();
        var row = figures.ConvertAll(f => PhotoOf(f.Photo, f.Caption.Length > 0 ? f.Caption : figures.Count == 1 ? caption : ""));
        blocks.AddRange(row.Exists(p => p.Kind == InlineKind.Picture)
            ? [new Paragraph([.. row.Where(p => p.Kind == InlineKind.Picture)]) { IsPhotos = true }]
            : []);

        // What a missing photo showed stays readable.
        blocks.AddRange(row.Where(p => p is { Kind: InlineKind.Text, Text.Length: > 0 }).Select(p => new Paragraph([p])));
        if (figures.Count > 1 && caption.Length > 0)
        {
            blocks.Add(new Paragraph([new Inline(InlineKind.Text, caption, Marks.Italic, null)]));
        }
    }

    /// <summary>A photo stands alone, or in one row with the photos right before it; words around it are other paragraphs.</summary>
    private void AddPhoto(HtmlNode node, Format format)
    {
        var photo = PhotoOf(node, caption: "");
        if (photo.Kind != InlineKind.Picture)
        {
            if (photo.Text.Length > 0)
            {
                inlines.AddText(photo.Text, format with { Marks = Marks.Italic, Source = null });
            }

            return;
        }

        var continues = inlines.IsBesidePhoto;
        EndParagraph();
        if (continues && blocks.LastOrDefault() is Paragraph { IsPhotos: true } row)
        {
            blocks[^1] = row with { Inlines = [.. row.Inlines, photo] };
        }
        else
        {
            blocks.Add(new Paragraph([photo]) { IsPhotos = true });
        }

        inlines.IsBesidePhoto = true;
    }

    private Inline PhotoOf(HtmlNode node, string caption)
    {
        var image = node.Name == "a" ? OnlyPhotoIn(node)! : node;
        var altText = CleanText.Line(CollapseSpaces(image["alt"]));
        var addresses = new List<string>();
        if (node.Name == "a" && PhotoAddress().IsMatch(node["href"]))
        {
            addresses.Add(node["href"]);
        }

        addresses.AddRange(LargestOf(image["srcset"]));
        addresses.AddRange(new[] { image["data-full-url"], image["data-orig-file"], image["data-src"], image["src"] }
            .Where(a => a.Length > 0 && !a.StartsWith("data:", StringComparison.OrdinalIgnoreCase)));
        if (addresses.Count == 0 || IsTracker(image, addresses[^1]))
        {
            return new Inline(InlineKind.Text, "", Marks.None, null);
        }

        var own = source!.Photo(addresses, altText.Length > 0 ? altText : caption);
        if (own is null || !SafeUrl.IsOwnImage(own))
        {
            return new Inline(InlineKind.Text, caption.Length > 0 ? caption : altText, Marks.Italic, null);
        }

        // The description of a photo says what its caption leaves out; without one, the caption says most.
        altText = altText.Length > 0 && !LooksLikeFileName().IsMatch(altText) ? altText : caption;
        return new Inline(InlineKind.Picture, altText, Marks.None, null, caption.Length == 0 ? own : $"{own} \"{Title(caption)}\"");
    }

    private static string Title(string caption) =>
        caption.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static bool IsTracker(HtmlNode image, string address) =>
        HasClass(image, "blogger-post-footer") || address.Contains("/tracker/", StringComparison.Ordinal)
        || (image["width"] is "1" or "0" && image["height"] is "1" or "0");

    private static IEnumerable<string> LargestOf(string sourceSet) => sourceSet.Split(',', StringSplitOptions.TrimEntries)
        .Select(s => s.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(s => s.Length == 2 && s[1].EndsWith('w'))
        .OrderByDescending(s => int.TryParse(s[1][..^1], out var width) ? width : 0)
        .Take(1).Select(s => s[0]);

    /// <summary>A film or sound is shown nowhere: a line with its address leads to it.</summary>
    private void AddEmbedded(HtmlNode node, Format format)
    {
        if (Address(node) is { Length: > 0 } address && source!.Link(EmbeddedPage.Of(address)) is { } page
            && LinkAddress.Clean(page) is { } link)
        {
            EndParagraph();
            inlines.AddLink(link, format);
            EndParagraph();
        }

        string? Address(HtmlNode from) => from.Name switch
        {
            "param" => from["name"] is "movie" or "src" ? from["value"] : null,
            "object" => from["data"] is { Length: > 0 } data ? data : from.Children.Select(Address).FirstOrDefault(a => a is not null),
            _ => from["src"] is { Length: > 0 } own ? own
                : from["data-src"] is { Length: > 0 } lazy ? lazy
                : from.Children.Select(Address).FirstOrDefault(a => a is not null),
        };
    }

    /// <summary>A poem keeps its lines.</summary>
    private void AddVerse(HtmlNode node, Format format)
    {
        EndParagraph();
        Add(node, format);
        EndParagraph();

        void Add(HtmlNode from, Format inside)
        {
            foreach (var child in from.Children.Where(child => !child.IsUnseen))
            {
                if (child.IsText)
                {
                    foreach (var (index, line) in child.Text.Split('\n').Index())
                    {
                        if (index > 0)
                        {
                            inlines.AddBreak();
                        }

                        inlines.AddText(line, inside);
                    }
                }
                else if (child.Name == "br")
                {
                    inlines.AddBreak();
                }
                else
                {
                    Add(child, inside.Inside(child));
                }
            }
        }
    }

    [GeneratedRegex(@"\.(jpe?g|png|gif|webp|heic|bmp|tiff?)([?#].*)?$|googleusercontent\.com/|\.bp\.blogspot\.com/",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex PhotoAddress();

    [GeneratedRegex(@"^[\w() .\-]+\.(jpe?g|png|gif|webp|heic)$|^(IMG|DSC|P\d|MVI|Screenshot|WeChat|微信图片)[\w\-. ]*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex LooksLikeFileName();
}

/// <summary>The page on which an embedded film can be watched.</summary>
internal static partial class EmbeddedPage
{
    public static string Of(string address)
    {
        address = address.StartsWith("//", StringComparison.Ordinal) ? "https:" + address : address;
        if (YouTube().Match(address) is { Success: true } film)
        {
            return "https://www.youtube.com/watch?v=" + film.Groups["id"].Value;
        }

        return Vimeo().Match(address) is { Success: true } clip ? "https://vimeo.com/" + clip.Groups["id"].Value : address;
    }

    [GeneratedRegex(@"^https?://(www\.)?(youtube(-nocookie)?\.com/(embed|v)/|youtu\.be/)(?<id>[A-Za-z0-9_-]{6,20})",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex YouTube();

    [GeneratedRegex(@"^https?://player\.vimeo\.com/video/(?<id>\d{3,15})", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Vimeo();
}

/// <summary>What writers typed by hand because their editor had no button for it.</summary>
internal static partial class PublishedBlocks
{
    private const string Bullets = "•‣◦●▪∙";

    /// <summary>
    /// Turns lines that begin with a typed bullet or number into lists, and lines of dashes into rules, and joins rows of rules.
    /// </summary>
    public static List<Block> Tidy(List<Block> blocks)
    {
        var tidy = new List<Block>();
        foreach (var block in blocks.SelectMany(b => b is Paragraph { IsPhotos: false } paragraph ? Split(paragraph) : [b]))
        {
            if (block is ListBlock { IsOrdered: false } added && tidy.LastOrDefault() is ListBlock { IsOrdered: false } list)
            {
                list.Items.AddRange(added.Items);
            }
            else if (!(block is Rule && (tidy.Count == 0 || tidy[^1] is Rule)))
            {
                tidy.Add(block is TableBlock table ? WithPlainHead(table) : block);
            }
        }

        while (tidy.LastOrDefault() is Rule)
        {
            tidy.RemoveAt(tidy.Count - 1);
        }

        return tidy;
    }

    /// <summary>The head of a table is bold by itself.</summary>
    private static TableBlock WithPlainHead(TableBlock table) =>
        table.Rows.Count > 0 && table.Rows[0].All(cell => cell.All(i => i.IsBlank || i.Marks.HasFlag(Marks.Bold)))
            ? new([[.. table.Rows[0].Select(cell =>
            (IReadOnlyList<Inline>)[.. cell.Select(i => i with { Marks = i.Marks & ~Marks.Bold })])],
                .. table.Rows.Skip(1)])
            : table;

    /// <summary>The lines of a paragraph as paragraphs and lists, without breaks at either end.</summary>
    private static IEnumerable<Block> Split(Paragraph paragraph)
    {
        var lines = Lines(paragraph).ToList();
        if (lines.TrueForAll(l => MarkOf(l, Indent()) > 0))
        {
            lines = lines.ConvertAll(l => Without(l, MarkOf(l, Indent())).Inlines.ToList());
        }

        for (var i = 0; i < lines.Count;)
        {
            var bullets = lines.Skip(i).TakeWhile(l => MarkOf(l, BulletMark()) > 0).ToList();
            var dashes = lines.Skip(i).TakeWhile(l => MarkOf(l, DashMark()) > 0).ToList();
            var numbers = lines.Skip(i).TakeWhile((l, at) => NumberOf(l) == at + 1).ToList();
            if (IsRule(lines[i]))
            {
                yield return new Rule();
                i++;
            }
            else if (bullets.Count > 0)
            {
                yield return new ListBlock(bullets.ConvertAll(l => new ListItem(null, [Without(l, MarkOf(l, BulletMark()))])));
                i += bullets.Count;
            }
            else if (dashes.Count > 1)
            {
                yield return new ListBlock(dashes.ConvertAll(l => new ListItem(null, [Without(l, MarkOf(l, DashMark()))])));
                i += dashes.Count;
            }
            else if (numbers.Count > 1)
            {
                yield return new ListBlock([.. numbers.Select((l, at) => new ListItem(at + 1, [Without(l, MarkOf(l, NumberMark()))]))]);
                i += numbers.Count;
            }
            else
            {
                var text = new List<Inline>();
                do
                {
                    text.AddRange(text.Count > 0 ? [Inline.LineBreak, .. lines[i]] : lines[i]);
                    i++;
                }
                while (i < lines.Count && MarkOf(lines[i], BulletMark()) == 0 && !IsRule(lines[i])
                    && !(i + 1 < lines.Count && BeginList(lines[i], lines[i + 1])));
                yield return new Paragraph(text);
            }
        }
    }

    private static bool BeginList(List<Inline> line, List<Inline> next) => (NumberOf(line) == 1 && NumberOf(next) == 2)
        || (MarkOf(line, DashMark()) > 0 && MarkOf(next, DashMark()) > 0);

    private static bool IsRule(List<Inline> line) =>
        line.TrueForAll(i => i.Kind == InlineKind.Text) && RuleLine().IsMatch(string.Concat(line.Select(i => i.Text)));

    private static IEnumerable<List<Inline>> Lines(Paragraph paragraph)
    {
        var line = new List<Inline>();
        foreach (var inline in paragraph.Inlines.Append(Inline.LineBreak))
        {
            if (inline.Kind == InlineKind.Text && line is [.., var last] && last with { Text = "" } == inline with { Text = "" })
            {
                line[^1] = last with { Text = last.Text + inline.Text };
            }
            else if (inline.Kind != InlineKind.LineBreak)
            {
                line.Add(inline);
            }
            else if (line.Exists(i => !i.IsBlank))
            {
                yield return line;
                line = [];
            }
        }
    }

    private static int MarkOf(List<Inline> line, Regex mark) => line.Find(i => !i.IsBlank) is { Kind: InlineKind.Text } first
        && mark.Match(first.Text) is { Success: true } found ? found.Length : 0;

    private static int NumberOf(List<Inline> line) => line.Find(i => !i.IsBlank) is { Kind: InlineKind.Text } first
        && NumberMark().Match(first.Text) is { Success: true } found
        ? int.Parse(found.Groups["n"].Value, System.Globalization.CultureInfo.InvariantCulture)
        : 0;

    private static Paragraph Without(List<Inline> line, int mark)
    {
        var first = line.FindIndex(i => !i.IsBlank);
        return new([line[first] with { Text = line[first].Text[mark..] }, .. line[(first + 1)..]]);
    }

    [GeneratedRegex($"^\\s*([{Bullets}]\\s*|·\\s+)", RegexOptions.ExplicitCapture)]
    private static partial Regex BulletMark();

    // One line with a dash may be speech or a signature.
    [GeneratedRegex(@"^\s*[-*]\s+")]
    private static partial Regex DashMark();

    [GeneratedRegex(@"^\s*([-–—─_=~*]\s?){3,}$", RegexOptions.ExplicitCapture)]
    private static partial Regex RuleLine();

    // Chinese writers begin a paragraph with two wide spaces.
    [GeneratedRegex("^\u3000+")]
    private static partial Regex Indent();

    [GeneratedRegex(@"^\s*(?<n>[0-9]{1,2})[.)、．]\s*(?![0-9])", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberMark();
}
