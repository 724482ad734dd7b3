using CsvHelper;

namespace CoalitionCms.Domain;

/// <summary>A row of a table from a spreadsheet program.</summary>
/// <param name="Number">The line of the file on which it begins, counted from 1.</param>
internal sealed record CsvRow(int Number, IReadOnlyList<string> Cells);

/// <summary>
/// Reads tables of comma-separated values (RFC 4180), also with the semicolons or tabs that some spreadsheet programs write instead.
/// </summary>
/// <param name="Rows">Every row that is not blank.</param>
/// <param name="UnclosedAt">The line of the row with a quotation mark that is never closed; everything after it would be one cell.</param>
internal sealed record CsvTable(IReadOnlyList<CsvRow> Rows, int? UnclosedAt)
{
    public static CsvTable Read(string text)
    {
        var (rows, unclosedAt) = (new List<CsvRow>(), (int?)null);
        using var reader = CsvReader.FromText(text, new CsvReaderOptions
        {
            Separator = SeparatorOf(text),
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,

            // Of several errors in a row only the first is reported: a row with an error that spans several lines may be unclosed, too.
            OnMalformedRecord = row =>
            {
                if (row.Reason == CsvMalformedReason.UnterminatedQuote || row.RawRecord.Contains('\n', StringComparison.Ordinal))
                {
                    unclosedAt ??= (int)row.LineNumber;
                }
            },
        });
        while (reader.Read())
        {
            var cells = Enumerable.Range(0, reader.FieldCount).Select(at => WithoutGuard(reader.GetString(at).Trim())
                .Replace('\u2028', '\n')).ToList();
            if (cells.Exists(c => c.Length > 0))
            {
                rows.Add(new((int)reader.LineNumber, cells));
            }
        }

        return new(rows, unclosedAt);
    }

    /// <summary>Restores a cell to which <see cref="Csv.Row"/> added an apostrophe.</summary>
    private static string WithoutGuard(string cell) => cell.Length > 1 && cell[0] == '\'' && Csv.IsFormula(cell[1..]) ? cell[1..] : cell;

    /// <summary>The separator that occurs most often in the first line.</summary>
    private static char SeparatorOf(string text)
    {
        var first = text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : text.Length);
        var (commas, semicolons, tabs) = (first.Count(','), first.Count(';'), first.Count('\t'));
        return tabs > Math.Max(commas, semicolons) ? '\t' : semicolons > commas ? ';' : ',';
    }
}
