namespace CoalitionCms.Content.Markdown.FromHtml;

/// <summary>Formatting of the text at a position of the tree.</summary>
internal readonly record struct Format(Marks Marks, string? Link, Height Height, PublishedHtml? Source = null)
{
    /// <summary>
    /// The format inside of an element. Its style takes precedence: Google Docs wraps whole documents in a <c>b</c> that is not bold.
    /// </summary>
    internal Format Inside(HtmlNode element)
    {
        var marks = Marks | element.Name switch
        {
            "b" or "strong" => Marks.Bold,
            "i" or "em" or "cite" or "dfn" or "var" => Marks.Italic,
            "s" or "strike" or "del" => Marks.Strike,
            "code" or "tt" or "kbd" or "samp" => Marks.Code,
            _ => Marks.None,
        };
        var style = element.Style;
        marks = style.Bold is { } bold ? bold ? marks | Marks.Bold : marks & ~Marks.Bold : marks;
        marks = style.Italic is { } italic ? italic ? marks | Marks.Italic : marks & ~Marks.Italic : marks;
        marks = style.Strike ? marks | Marks.Strike : marks;
        var height = style.Height ?? element.Name switch { "sup" => Height.Raised, "sub" => Height.Lowered, _ => Height };
        return new Format(marks, element.Name == "a" && element.Has("href") ? LinkOf(element) : Link, height, Source);
    }

    private string? LinkOf(HtmlNode element)
    {
        var href = Source is null ? element["href"] : Source.Link(element["href"]);
        return href is null ? null : LinkAddress.Clean(href);
    }
}

/// <summary>Collects the content of the paragraph that is being read.</summary>
internal sealed class InlineReader
{
    private List<Inline> inlines = [];
    private bool isBesidePhoto;

    /// <summary>The footnote to which the paragraph belongs, when it contains a link back to its reference.</summary>
    internal string? LeadsBackFrom { get; private set; }

    internal void AddText(string text, Format format)
    {
        var collapsed = BlockReader.CollapseSpaces(format.Source?.Text(text) ?? text);
        if (collapsed.Length > 0)
        {
            inlines.Add(new Inline(InlineKind.Text, SmallDigits.Write(collapsed, format.Height), format.Marks, format.Link));
        }
    }

    internal bool IsEmpty => inlines.TrueForAll(inline => inline.IsBlank);

    internal void AddBreak() => inlines.Add(Inline.LineBreak);

    /// <summary>True while nothing but spaces and line ends was read since a photo: the next one stands in its row.</summary>
    internal bool IsBesidePhoto
    {
        get => isBesidePhoto && IsEmpty && inlines.TrueForAll(inline => inline.Kind != InlineKind.LineBreak);
        set => isBesidePhoto = value;
    }

    internal void AddLink(string address, Format format) =>
        inlines.Add(new Inline(InlineKind.Text, address, format.Marks & ~Marks.Code, address));

    internal void AddFootnote(string key, Format format) =>
        inlines.Add(new Inline(InlineKind.Footnote, key, format.Marks & Marks.Emphasis, null));

    /// <summary>Adds an image of this site; an external image is replaced by its description.</summary>
    internal void AddPicture(HtmlNode image, Format format)
    {
        var description = BlockReader.CollapseSpaces(image["alt"]).Trim();
        if (SafeUrl.IsOwnImage(image["src"]))
        {
            inlines.Add(new Inline(InlineKind.Picture, description, Marks.None, format.Link, image["src"]));
        }
        else if (description.Length > 0)
        {
            inlines.Add(new Inline(InlineKind.Text, description, Marks.Italic, format.Link));
        }
    }

    /// <summary>Handles links between a text and its footnotes; false for any other link, and when it holds words.</summary>
    internal bool TryAddFootnote(HtmlNode link, Format format)
    {
        if (Footnotes.ReferredFrom(link["href"]) is { } back)
        {
            LeadsBackFrom = back;
            return Footnotes.IsMark(link.Beginning);
        }

        if (Footnotes.ReferredTo(link["href"]) is not { } key)
        {
            return false;
        }

        inlines.Add(new Inline(InlineKind.Footnote, key, format.Marks & Marks.Emphasis, null));
        return true;
    }

    /// <summary>Returns the heading on one line; bold is dropped, since a heading is bold anyway.</summary>
    internal List<Block> TakeHeading(int level)
    {
        var inlines = Take().ConvertAll(inline => inline.Kind == InlineKind.LineBreak ? Inline.Space : inline);
        if (inlines.TrueForAll(inline => inline.IsBlank))
        {
            return [];
        }

        if (inlines.TrueForAll(inline => inline.IsBlank || inline.Marks.HasFlag(Marks.Bold)))
        {
            inlines = inlines.ConvertAll(inline => inline with { Marks = inline.Marks & ~Marks.Bold });
        }

        return [new Heading(level, inlines)];
    }

    /// <summary>Returns the paragraphs: two line breaks in a row, as in older web pages, separate two paragraphs.</summary>
    internal List<Block> TakeParagraphs()
    {
        var paragraphs = new List<List<Inline>> { new() };
        var breaks = 0;
        foreach (var inline in Take())
        {
            breaks = inline.Kind == InlineKind.LineBreak ? breaks + 1 : inline.IsBlank ? breaks : 0;
            if (breaks == 2)
            {
                paragraphs.Add([]);
            }
            else if (breaks < 2)
            {
                paragraphs[^1].Add(inline);
            }
        }
        return [.. paragraphs.Where(inlines => inlines.Exists(inline => !inline.IsBlank)).Select(inlines => new Paragraph(inlines))];
    }

    private List<Inline> Take()
    {
        var inlines = this.inlines;
        (this.inlines, LeadsBackFrom, isBesidePhoto) = ([], null, false);
        return inlines;
    }
}

/// <summary>
/// Superscript and subscript numbers, for which Markdown has no syntax: the 1 of a footnote must not become the last digit of the year
/// before it.
/// </summary>
internal static class SmallDigits
{
    private const string Plain = "0123456789+-=()";
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾";
    private const string Lowered = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎";

    /// <summary>
    /// Uses Unicode's superscript and subscript characters where each character has one, otherwise brackets; letters, as in 4th, are left
    /// unchanged.
    /// </summary>
    internal static string Write(string text, Height height)
    {
        if (height == Height.Normal || !text.Any(char.IsDigit) || text.AsSpan().Trim() is ['[', .., ']'])
        {
            return text;
        }

        var small = height == Height.Raised ? Raised : Lowered;
        if (text.All(unit => Plain.Contains(unit, StringComparison.Ordinal) || char.IsWhiteSpace(unit) || unit is ',' or ';' or '–' or '−'))
        {
            return string.Concat(text.Replace('−', '-').Select(Small));
        }

        var core = text.Trim();
        return text.Replace(core, height == Height.Raised ? $" [{core}]" : $"[{core}]", StringComparison.Ordinal);

        char Small(char unit) => Plain.IndexOf(unit, StringComparison.Ordinal) is >= 0 and var at ? small[at] : unit;
    }
}
