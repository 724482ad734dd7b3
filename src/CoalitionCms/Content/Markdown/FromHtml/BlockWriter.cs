using System.Globalization;

namespace CoalitionCms.Content.Markdown.FromHtml;

internal sealed class BlockWriter(Footnotes footnotes)
{
    /// <summary>Writes the whole text: blocks and footnotes, without a line end after them.</summary>
    internal static string Write(IReadOnlyList<Block> blocks, Footnotes footnotes)
    {
        var writer = new BlockWriter(footnotes);
        var lines = writer.Lines(blocks);
        for (var i = 0; i < footnotes.Referred.Count; i++)
        {
            lines.Add("");
            var sign = $"[^{(i + 1).ToString(CultureInfo.InvariantCulture)}]: ";
            lines.AddRange(Indent(sign, 4, writer.Lines(footnotes[footnotes.Referred[i]])));
        }
        var rest = writer.Lines([.. footnotes.Unreferred]);
        return string.Join('\n', rest.Count > 0 ? [.. lines, "", .. rest] : lines).Trim('\n');
    }

    /// <summary>Backticks around code: one more than the longest run inside.</summary>
    internal static string Fence(string code, int shortest)
    {
        var (longest, row) = (0, 0);
        foreach (var unit in code)
        {
            row = unit == '`' ? row + 1 : 0;
            longest = Math.Max(longest, row);
        }
        return new string('`', Math.Max(shortest, longest + 1));
    }

    private List<string> Lines(IReadOnlyList<Block> blocks)
    {
        var lines = new List<string>();
        ListBlock? before = null;
        var otherSign = false;
        foreach (var block in blocks)
        {
            if (lines.Count > 0)
            {
                lines.Add("");
            }
            // A second list directly after one of the same kind would continue it.
            otherSign = block is ListBlock list && before is not null && list.IsOrdered == before.IsOrdered && !otherSign;
            lines.AddRange(Lines(block, otherSign));
            before = block as ListBlock;
        }
        return lines;
    }

    private IEnumerable<string> Lines(Block block, bool otherSign) => block switch
    {
        Heading heading => [new string('#', heading.Level) + " " + InlineWriter.Write(heading.Inlines, footnotes, LineKind.Heading)],
        Paragraph { IsPhotos: true } photos => photos.Inlines.Select(photo => InlineWriter.Write([photo], footnotes)),
        Paragraph paragraph => InlineWriter.Write(paragraph.Inlines, footnotes).Split('\n'),
        Rule => ["---"],
        CodeBlock { Text: var code } => [Fence(code, shortest: 3), .. code.Split('\n'), Fence(code, shortest: 3)],
        Quote quote => Lines(quote.Blocks).Select(line => line.Length == 0 ? ">" : "> " + line),
        ListBlock list => Items(list, otherSign),
        TableBlock table => Rows(table),
        _ => [],
    };

    private List<string> Items(ListBlock list, bool otherSign)
    {
        var lines = new List<string>();
        var isTight = list.Items.TrueForAll(item => IsTight(item.Blocks));
        foreach (var item in list.Items)
        {
            if (lines.Count > 0 && !isTight)
            {
                lines.Add("");
            }

            var sign = item.Number is { } number
                ? number.ToString(CultureInfo.InvariantCulture) + (otherSign ? ") " : ". ")
                : otherSign ? "+ " : "- ";
            var content = isTight ? [.. item.Blocks.SelectMany(block => Lines(block, otherSign: false))] : Lines(item.Blocks);
            lines.AddRange(Indent(sign, sign.Length, content));
        }
        return lines;
    }

    /// <summary>
    /// A paragraph followed, without an empty line, by at most bullets or numbers from 1: others would be parsed as part of the paragraph.
    /// </summary>
    private static bool IsTight(List<Block> item) => item is [Paragraph] or [Paragraph, ListBlock { Items: [{ Number: null or 1 }, ..] }];

    private static IEnumerable<string> Indent(string sign, int width, List<string> lines) =>
        lines.Select((line, i) => i == 0 ? sign + line : line.Length == 0 ? "" : new string(' ', width) + line);

    private List<string> Rows(TableBlock table)
    {
        var rows = table.Rows
            .Select(row => "| " + string.Join(" | ", row.Select(cell => InlineWriter.Write(cell, footnotes, LineKind.Cell))) + " |")
            .ToList();
        rows.Insert(1, "|" + string.Concat(Enumerable.Repeat(" --- |", table.Rows[0].Count)));
        return rows;
    }
}
