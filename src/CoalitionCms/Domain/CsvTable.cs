using System.Text;

namespace CoalitionCms.Domain;

/// <summary>A row of a table as somebody's spreadsheet wrote it.</summary>
/// <param name="Number">The line of the file that it begins on, counted from 1.</param>
/// <param name="Cells">Its cells, trimmed.</param>
public sealed record CsvRow(int Number, IReadOnlyList<string> Cells);

/// <summary>Reads tables of comma-separated values (RFC 4180), also with the semicolons or tabs that some spreadsheet programs write instead.</summary>
/// <param name="Rows">Every row that is not blank.</param>
/// <param name="UnclosedAt">The line where a quotation mark opens that never closes; all behind it would be one cell.</param>
public sealed record CsvTable(IReadOnlyList<CsvRow> Rows, int? UnclosedAt)
{
    /// <summary>Reads a text.</summary>
    public static CsvTable Read(string text)
    {
        var separator = SeparatorOf(text);
        var (rows, cells, cell) = (new List<CsvRow>(), new List<string>(), new StringBuilder());
        var (line, begin, quotedAt) = (1, 1, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n')
            {
                line++;
            }

            if (quotedAt > 0)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append(c);
                    i++;
                }
                else
                {
                    quotedAt = 0;
                }
            }
            else if (c == '"' && IsBlank(cell))
            {
                (quotedAt, _) = (line, cell.Clear());
            }
            else if (c == separator)
            {
                EndCell();
            }
            else if (c == '\n')
            {
                EndRow();
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }

        EndRow();
        return new(rows, quotedAt > 0 ? quotedAt : null);

        void EndCell()
        {
            cells.Add(WithoutGuard(cell.ToString().Trim()));
            cell.Clear();
        }

        void EndRow()
        {
            EndCell();
            if (cells.Exists(c => c.Length > 0))
            {
                rows.Add(new(begin, [.. cells]));
            }

            (begin, _) = (line, cell);
            cells.Clear();
        }
    }

    /// <summary>A cell that <see cref="Csv.Row"/> defused comes back as it was.</summary>
    private static string WithoutGuard(string cell) => cell.Length > 1 && cell[0] == '\'' && Csv.IsFormula(cell[1..]) ? cell[1..] : cell;

    /// <summary>The one that the first line has most of.</summary>
    private static char SeparatorOf(string text)
    {
        var first = text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : text.Length);
        var (commas, semicolons, tabs) = (first.Count(','), first.Count(';'), first.Count('\t'));
        return tabs > Math.Max(commas, semicolons) ? '\t' : semicolons > commas ? ';' : ',';
    }

    private static bool IsBlank(StringBuilder cell) => string.IsNullOrWhiteSpace(cell.ToString());
}
