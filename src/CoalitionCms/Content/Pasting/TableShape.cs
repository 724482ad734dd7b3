using System.Globalization;

namespace CoalitionCms.Content.Pasting;

/// <summary>Which cell of a table stands where.</summary>
internal static class TableShape
{
    /// <summary>Wider ones cannot be read as Markdown. It also bounds the cells that a short row is filled up with.</summary>
    private const int WidestTable = 40;

    /// <summary>Rows of equal length; a place that a wide or high cell covers is null.</summary>
    internal static List<List<ClipNode?>> Rows(ClipNode table)
    {
        var rows = new List<List<ClipNode?>>();
        var covered = new Dictionary<int, int>();
        foreach (var cells in RowsIn(table))
        {
            var row = new List<ClipNode?>();
            foreach (var cell in cells)
            {
                SkipCovered(row, covered);
                var width = Span(cell, "colspan");
                var height = Span(cell, "rowspan");
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
        if (widest <= WidestTable)
            rows.ForEach(row => row.AddRange(Enumerable.Repeat<ClipNode?>(null, widest - row.Count)));
        return rows;
    }

    /// <summary>Whether a table only arranges a page.</summary>
    internal static bool IsLayout(ClipNode table, List<List<ClipNode?>> rows) =>
        table.HoldsTable || rows.Count == 0 || rows[0].Count < 2 || rows.Exists(row => row.Count > WidestTable);

    /// <summary>What stands in a table but in no cell: its caption, and text that a browser would show above it.</summary>
    internal static IEnumerable<ClipNode> Strays(ClipNode node)
    {
        foreach (var child in node.Children)
        {
            if (child.Name is "thead" or "tbody" or "tfoot" or "tr")
            {
                foreach (var stray in child.IsHidden ? [] : Strays(child))
                    yield return stray;
            }
            else if (child.Name is not ("td" or "th" or "colgroup" or "col") && !(child.IsText && string.IsNullOrWhiteSpace(child.Text)))
            {
                yield return child;
            }
        }
    }

    private static IEnumerable<List<ClipNode>> RowsIn(ClipNode node)
    {
        var loose = new List<ClipNode>();
        foreach (var child in node.Children.Where(child => !child.IsText && !child.IsHidden))
        {
            if (child.Name is "td" or "th")
            {
                loose.Add(child);
            }
            else if (child.Name is "thead" or "tbody" or "tfoot" or "tr")
            {
                foreach (var row in RowsIn(child))
                    yield return row;
            }
        }
        if (loose.Count > 0)
            yield return loose;
    }

    private static void SkipCovered(List<ClipNode?> row, Dictionary<int, int> covered)
    {
        while (covered.GetValueOrDefault(row.Count) is > 0 and var left)
        {
            covered[row.Count] = left - 1;
            row.Add(null);
        }
    }

    private static int Span(ClipNode cell, string attribute) =>
        int.TryParse(cell[attribute], NumberStyles.None, CultureInfo.InvariantCulture, out var span) ? Math.Clamp(span, 1, WidestTable) : 1;
}
