namespace CoalitionCms.Content.Markdown.FromHtml;

internal static class TableReader
{
    /// <summary>Wider tables cannot be read as Markdown. This also limits the cells that are added to short rows.</summary>
    private const int Widest = 40;

    /// <summary>Rows of equal length; a position that is covered by a cell spanning columns or rows is null.</summary>
    internal static List<List<HtmlNode?>> Rows(HtmlNode table)
    {
        var rows = new List<List<HtmlNode?>>();
        var covered = new Dictionary<int, int>();
        foreach (var cells in RowsIn(table))
        {
            var row = new List<HtmlNode?>();
            foreach (var cell in cells)
            {
                SkipCovered(row, covered);
                var (width, height) = (Math.Clamp(cell.Number("colspan", 1), 1, Widest), Math.Clamp(cell.Number("rowspan", 1), 1, Widest));
                for (var i = 0; i < width; i++)
                {
                    covered[row.Count] = height - 1;
                    row.Add(i == 0 ? cell : null);
                }
            }
            SkipCovered(row, covered);
            rows.Add(row);
        }
        var widest = rows.Count == 0 ? 0 : rows.Max(row => row.Count);
        if (widest <= Widest)
        {
            rows.ForEach(row => row.AddRange(Enumerable.Repeat<HtmlNode?>(null, widest - row.Count)));
        }

        return rows;
    }

    /// <summary>Whether a table is used only for layout.</summary>
    internal static bool IsLayout(HtmlNode table, List<List<HtmlNode?>> rows) =>
        table.HoldsTable || rows.Count == 0 || rows[0].Count < 2 || rows.Exists(row => row.Count > Widest);

    /// <summary>The content of a table outside of its cells: its caption, and text that a browser would show above it.</summary>
    internal static IEnumerable<HtmlNode> OutsideCells(HtmlNode node) => node.Children.SelectMany(child => child.Name switch
    {
        "thead" or "tbody" or "tfoot" or "tr" => child.IsHidden ? [] : OutsideCells(child),
        "td" or "th" or "colgroup" or "col" => [],
        _ => child.IsBlank ? Array.Empty<HtmlNode>() : [child],
    });

    internal static List<Inline> OneLine(IEnumerable<Block> blocks)
    {
        var line = new List<Inline>();
        foreach (var block in blocks)
        {
            if (line.Count > 0)
            {
                line.Add(Inline.Space);
            }

            line.AddRange(InlinesOf(block).Select(inline => inline.Kind == InlineKind.LineBreak ? Inline.Space : inline));
        }
        return line;
    }

    private static IEnumerable<Inline> InlinesOf(Block block) => block switch
    {
        Paragraph paragraph => paragraph.Inlines,
        Heading heading => heading.Inlines,
        CodeBlock code => [new Inline(InlineKind.Text, BlockReader.CollapseSpaces(code.Text), Marks.Code, null)],
        Quote quote => OneLine(quote.Blocks),
        ListBlock list => list.Items.SelectMany(item => OneLine(item.Blocks).Prepend(Inline.Space)),
        _ => [],
    };

    private static IEnumerable<List<HtmlNode>> RowsIn(HtmlNode node)
    {
        var loose = new List<HtmlNode>();
        foreach (var child in node.Children.Where(child => !child.IsHidden))
        {
            if (child.Name is "td" or "th")
            {
                loose.Add(child);
            }
            else if (child.Name is "thead" or "tbody" or "tfoot" or "tr")
            {
                foreach (var row in RowsIn(child))
                {
                    yield return row;
                }
            }
        }
        if (loose.Count > 0)
        {
            yield return loose;
        }
    }

    private static void SkipCovered(List<HtmlNode?> row, Dictionary<int, int> covered)
    {
        while (covered.GetValueOrDefault(row.Count) is > 0 and var left)
        {
            covered[row.Count] = left - 1;
            row.Add(null);
        }
    }
}
