using CsvHelper;

namespace CoalitionCms.Domain;

/// <summary>A row of a table as somebody's spreadsheet wrote it.</summary>
/// <param name="Number">The line of the file that it begins on, counted from 1.</param>
public sealed record CsvRow(int Number, IReadOnlyList<string> Cells);

/// <summary>Reads tables of comma-separated values (RFC 4180), also with the semicolons
/// or tabs that some spreadsheet programs write instead.</summary>
/// <param name="Rows">Every row that is not blank.</param>
/// <param name="UnclosedAt">The line of the row in which a quotation mark opens that never closes; all behind it would be one cell.</param>
public sealed record CsvTable(IReadOnlyList<CsvRow> Rows, int? UnclosedAt)
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

            // Of several faults in a row only the first is reported: a row with one that runs over several lines may be unclosed, too.
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
            var cells = Enumerable.Range(0, reader.FieldCount).Select(at => WithoutGuard(reader.GetString(at).Trim())).ToList();
            if (cells.Exists(c => c.Length > 0))
            {
                rows.Add(new((int)reader.LineNumber, cells));
            }
        }

        return new(rows, unclosedAt);
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
}
