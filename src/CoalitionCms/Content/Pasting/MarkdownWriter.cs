using System.Globalization;

namespace CoalitionCms.Content.Pasting;

/// <summary>Writes blocks as Markdown.</summary>
internal sealed class MarkdownWriter(Notes notes)
{
    /// <summary>The whole text: blocks, footnotes, and no line end behind them.</summary>
    internal static string Write(IReadOnlyList<Block> blocks, Notes notes)
    {
        var writer = new MarkdownWriter(notes);
        var lines = writer.Lines(blocks);
        for (var i = 0; i < notes.Referred.Count; i++)
        {
            lines.Add("");
            lines.AddRange(Behind($"[^{(i + 1).ToString(CultureInfo.InvariantCulture)}]: ", 4, writer.Lines(notes.Of(notes.Referred[i]))));
        }
        var left = writer.Lines([.. notes.Unreferred]);
        if (left.Count > 0)
            lines = [.. lines, "", .. left];
        return string.Join('\n', lines).Trim('\n');
    }

    private List<string> Lines(IReadOnlyList<Block> blocks)
    {
        var lines = new List<string>();
        ListBlock? before = null;
        var otherSign = false;
        foreach (var block in blocks)
        {
            if (lines.Count > 0)
                lines.Add("");
            // A second list right behind one of its kind would go on with it.
            otherSign = block is ListBlock list && before is not null && (list.Start is null) == (before.Start is null) && !otherSign;
            lines.AddRange(Lines(block, otherSign));
            before = block as ListBlock;
        }
        return lines;
    }

    private IEnumerable<string> Lines(Block block, bool otherSign) => block switch
    {
        Heading heading => [new string('#', heading.Level) + " " + LineWriter.Write(heading.Runs, notes, LineKind.Heading)],
        Paragraph paragraph => LineWriter.Write(paragraph.Runs, notes).Split('\n'),
        Rule => ["---"],
        Preformatted pre => Fenced(pre),
        Quote quote => Lines(quote.Blocks).Select(line => line.Length == 0 ? ">" : "> " + line),
        ListBlock list => Items(list, otherSign),
        TableBlock table => Rows(table),
        _ => [],
    };

    private static IEnumerable<string> Fenced(Preformatted pre)
    {
        var fence = Fences.Block(pre.Text);
        return [fence, .. pre.Text.Split('\n'), fence];
    }

    private List<string> Items(ListBlock list, bool otherSign)
    {
        var lines = new List<string>();
        var isTight = list.Items.TrueForAll(IsTight);
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (i > 0 && !isTight)
                lines.Add("");
            var sign = list.Start is { } start ? (start + i).ToString(CultureInfo.InvariantCulture) + (otherSign ? ") " : ". ") : otherSign ? "+ " : "- ";
            lines.AddRange(Behind(sign, sign.Length, isTight ? [.. list.Items[i].SelectMany(block => Lines(block, otherSign: false))] : Lines(list.Items[i])));
        }
        return lines;
    }

    /// <summary>A paragraph that at most bullets, or numbers from 1, follow without an empty line: others would be read as its words.</summary>
    private static bool IsTight(List<Block> item) =>
        item.Count <= 2 && item[0] is Paragraph && item.TrueForAll(block => block is Paragraph ? block == item[0] : block is ListBlock { Start: null or 1 });

    private static IEnumerable<string> Behind(string sign, int indent, List<string> lines) =>
        lines.Select((line, i) => i == 0 ? sign + line : line.Length == 0 ? "" : new string(' ', indent) + line);

    private List<string> Rows(TableBlock table)
    {
        var rows = table.Rows.Select(row => "| " + string.Join(" | ", row.Select(cell => LineWriter.Write(cell, notes, LineKind.Cell))) + " |").ToList();
        rows.Insert(1, "|" + string.Concat(Enumerable.Repeat(" --- |", table.Rows[0].Count)));
        return rows;
    }
}
