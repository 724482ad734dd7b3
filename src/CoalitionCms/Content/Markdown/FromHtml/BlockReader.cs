using System.Buffers;
using System.Text;
using CoalitionCms.Domain;

namespace CoalitionCms.Content.Markdown.FromHtml;

/// <summary>Converts a tree of HTML into blocks: paragraphs, headings, list items and so on.</summary>
internal sealed partial class BlockReader(Footnotes footnotes, PublishedHtml? source = null)
{
    // Security: Markdown repeats the indent of a list on each line, and the parser refuses deep nesting. Deeper parts become paragraphs.
    private const int DeepestNesting = 8;

    /// <summary>Letters and signs that cleaning leaves as they are, in which most words are written whole.</summary>
    private static readonly SearchValues<char> PlainLetters = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Concat(Enumerable.Range(0x4E00, 0x51FF)).Concat(Enumerable.Range(0xAC00, 0x2BA4))
            .Concat(Enumerable.Range(0x3001, 0x11)).Concat(Enumerable.Range(0xFF01, 0x5E)).Select(unit => (char)unit)]);

    private readonly InlineReader inlines = new();
    private List<Block> blocks = [];
    private int nesting;
    private int headingLevel;
    private bool inFootnote;

    /// <summary>The blocks of a whole document, without its footnotes.</summary>
    internal List<Block> Read(HtmlNode root)
    {
        ReadChildren(root, default(Format) with { Source = source });
        EndParagraph();
        // The line that separated the footnotes.
        if (footnotes.Any && blocks.LastOrDefault() is Rule)
        {
            blocks.RemoveAt(blocks.Count - 1);
        }
        return source is null ? blocks : PublishedBlocks.Tidy(blocks);
    }

    /// <summary>
    /// Collapses white space as a browser does and removes invisible characters. A space at either end is kept, as it may separate two
    /// words.
    /// </summary>
    internal static string CollapseSpaces(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }
            var word = text.AsSpan(i, end - i);
            if (word.ContainsAnyExcept(PlainLetters))
            {
                clean.Append(CleanText.Line(word.ToString()));
            }
            else
            {
                clean.Append(word);
            }

            for (i = end; i < text.Length && char.IsWhiteSpace(text[i]); i++)
            {
                // Spaces with a set width, such as the two at the start of a Chinese paragraph, are kept.
                if (text[i] is > ' ' and not ('\u0085' or '\u00A0' or '\u2007' or '\u2028' or '\u2029' or '\u202F'))
                {
                    clean.Append(text[i]);
                }
                else if (clean.Length == 0 || clean[^1] != ' ')
                {
                    clean.Append(' ');
                }
            }
        }
        return clean.ToString();
    }

    private void ReadChildren(HtmlNode node, Format format)
    {
        foreach (var child in node.Children)
        {
            if (source is not null && TryReadPublished(child, format))
            {
                continue;
            }

            if (source is null ? child.IsHidden : child.IsUnseen)
            {
                continue;
            }

            if (child.IsText)
            {
                inlines.AddText(child.Text, format);
            }
            else
            {
                ReadElement(child, format.Inside(child));
            }
        }
    }

    private void ReadElement(HtmlNode node, Format format)
    {
        if (node.IsBlock)
        {
            EndParagraph();
            ReadBlock(node, format);
            EndParagraph();
        }
        else if (node.Name == "br")
        {
            inlines.AddBreak();
        }
        else if (node.Name == "img")
        {
            inlines.AddPicture(node, format);
        }
        else if (!(node.Name == "a" && inlines.TryAddFootnote(node, format)) && (headingLevel > 0 || !WordLists.IsBullet(node)))
        {
            ReadChildren(node, format);
        }
    }

    private void ReadBlock(HtmlNode node, Format format)
    {
        var level = HeadingLevel(node);
        if (!inFootnote && Footnotes.HeldBy(node["id"]) is { } key)
        {
            ReadFootnote(key, node, format);
        }
        else if (node.Name is "ul" or "ol" or "menu" or "dir")
        {
            ReadList(node, format);
        }
        else if (node.Name == "li")
        {
            AddItems(ReadItem(null, node, format));
        }
        else if (node.Name == "hr")
        {
            blocks.Add(new Rule());
        }
        else if (node.Name == "pre")
        {
            ReadCode(node);
        }
        else if (node.Name == "blockquote" && nesting < DeepestNesting)
        {
            if (ReadNested(WithAuthor(node), format) is { Count: > 0 } quoted)
            {
                blocks.Add(new Quote(quoted));
            }
        }
        else if (node.Name == "table")
        {
            ReadTable(node, format);
        }
        else if (level == 0 && WordLists.LevelOf(node) is > 0 and var depth && nesting + depth <= DeepestNesting)
        {
            WordLists.Add(blocks, node, ReadApart(node, format));
        }
        else
        {
            var outer = headingLevel;
            headingLevel = level > 0 ? level : outer;
            ReadChildren(node, format);
            EndParagraph();
            headingLevel = outer;
        }
    }

    /// <summary>The level on this site, where only the title of the page has level 1; 0 when it is not a heading.</summary>
    private static int HeadingLevel(HtmlNode node)
    {
        if (node.Name is ['h', >= '1' and <= '6' and var digit])
        {
            return Math.Clamp(digit - '0', 2, 4);
        }
        var style = node.Name is "p" or "div" ? node["class"].Trim().ToUpperInvariant() : "";
        return style == "MSOTITLE" ? 2
            : style.StartsWith("MSOHEADING", StringComparison.Ordinal) && style[^1] is >= '1' and <= '9' ? Math.Clamp(style[^1] - '0', 2, 4)
            : 0;
    }

    private void ReadFootnote(string key, HtmlNode node, Format format)
    {
        inFootnote = true;
        footnotes.Add(key, ReadApart(node, format));
        inFootnote = false;
    }

    private void ReadList(HtmlNode node, Format format)
    {
        var items = new List<ListItem>();
        var start = node.Name == "ol" ? node.Number("start", 1) : (int?)null;
        foreach (var child in node.Children.Where(child => !child.IsHidden && !child.IsBlank))
        {
            var next = items.Count > 0 ? items[^1].Number + 1 : start;
            if (child.Name == "li")
            {
                items.AddRange(ReadItem(next is { } number ? child.Number("value", number) : null, child, format.Inside(child)));
                continue;
            }
            // Several programs put a nested list after its item instead of into it.
            var nested = ReadNested(Around(child), format);
            if (nested.Count > 0 && items.Count > 0)
            {
                items[^1].Blocks.AddRange(nested);
            }
            else if (nested.Count > 0)
            {
                items.Add(new ListItem(next, nested));
            }
        }
        AddItems(items);
    }

    private List<ListItem> ReadItem(int? number, HtmlNode node, Format format)
    {
        if (!inFootnote && Footnotes.HeldBy(node["id"]) is { } key)
        {
            ReadFootnote(key, node, format);
            return [];
        }
        var blocks = ReadNested(node, format);
        blocks.RemoveAll(block => block is Rule);
        return blocks.Count > 0 ? [new ListItem(number, blocks)] : [];
    }

    private void AddItems(List<ListItem> items)
    {
        if (nesting >= DeepestNesting)
        {
            blocks.AddRange(items.SelectMany(item => item.Blocks));
        }
        else
        {
            ListNumbers.Add(blocks, items);
        }
    }

    private void ReadTable(HtmlNode table, Format format)
    {
        foreach (var node in TableReader.OutsideCells(table))
        {
            blocks.AddRange(ReadApart(Around(node), format));
        }
        var rows = TableReader.Rows(table);
        if (TableReader.IsLayout(table, rows))
        {
            foreach (var cell in rows.SelectMany(row => row).OfType<HtmlNode>())
            {
                blocks.AddRange(ReadApart(cell, format.Inside(cell)));
            }
            return;
        }
        var read = rows.ConvertAll(row => row.ConvertAll(cell =>
            cell is null ? [] : TableReader.OneLine(ReadApart(cell, format.Inside(cell)))));
        read.RemoveAll(row => row.TrueForAll(cell => cell.Count == 0));
        if (read.Count > 0)
        {
            blocks.Add(new TableBlock(read));
        }
    }

    private void ReadCode(HtmlNode pre)
    {
        var text = new StringBuilder();
        Append(pre);
        var code = CleanText.Block(text.ToString()).Replace('\u00A0', ' ').Trim('\n').TrimEnd();
        if (!string.IsNullOrWhiteSpace(code))
        {
            blocks.Add(new CodeBlock(code));
        }

        void Append(HtmlNode node)
        {
            foreach (var child in node.Children.Where(child => !child.IsHidden))
            {
                text.Append(child.Text);
                Append(child);
                if (child.Name == "br" || (child.IsBlock && text.Length > 0 && text[^1] != '\n'))
                {
                    text.Append('\n');
                }
            }
        }
    }

    private List<Block> ReadNested(HtmlNode node, Format format)
    {
        nesting++;
        var blocks = ReadApart(node, format);
        nesting--;
        return blocks;
    }

    /// <summary>Reads the blocks inside of an element separately from those around it.</summary>
    private List<Block> ReadApart(HtmlNode node, Format format)
    {
        var (outer, heading) = (blocks, headingLevel);
        (blocks, headingLevel) = ([], 0);
        ReadChildren(node, format);
        EndParagraph();
        var read = blocks;
        (blocks, headingLevel) = (outer, heading);
        return read;
    }

    private void EndParagraph()
    {
        var key = inlines.LeadsBackFrom;
        var blocks = headingLevel > 0 ? inlines.TakeHeading(headingLevel) : inlines.TakeParagraphs();
        if (key is not null && !inFootnote)
        {
            footnotes.Add(key, blocks);
        }
        else
        {
            this.blocks.AddRange(blocks);
        }
    }

    /// <summary>
    /// A quotation that ends with whom it quotes, as one writes that: a paragraph behind a dash, which is longer in Chinese.
    /// </summary>
    private static HtmlNode WithAuthor(HtmlNode quotation)
    {
        var end = quotation.Children.FindLastIndex(child => !child.IsBlank);
        if (end < 1 || quotation.Children[end] is not { Name: "cite" or "footer" or "p" or "div" } last)
        {
            return quotation;
        }

        var cite = last.Name is "cite" or "footer" ? last
            : last.Children.Where(child => !child.IsBlank).ToList() is [{ Name: "cite" } alone] ? alone
            : null;
        if (cite is null || CleanText.Line(cite.Beginning) is not { Length: > 0 } name)
        {
            return quotation;
        }

        var paragraph = new HtmlNode("p", "", []);
        if (name[0] is not ('-' or '–' or '—' or '―' or '─'))
        {
            paragraph.Children.Add(new("", WritingSystems.Of(name, last: false) == WritingSystem.Han ? "——" : "— ", []));
        }

        paragraph.Children.AddRange(cite.Children.SelectMany(child => child.Name == "cite" ? child.Children : [child]));
        var whole = new HtmlNode("", "", []);
        whole.Children.AddRange([.. quotation.Children[..end], paragraph]);
        return whole;
    }

    /// <summary>A neutral element around one node, to read the node like the content of another element.</summary>
    private static HtmlNode Around(HtmlNode node) => new("", "", []) { Children = { node } };
}
