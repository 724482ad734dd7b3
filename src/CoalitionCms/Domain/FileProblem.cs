namespace CoalitionCms.Domain;

/// <summary>A line of a file that cannot be imported, and why.</summary>
/// <param name="Line">Its number, counted from 1.</param>
/// <param name="Column">Key of the column that it is about; empty for the whole line.</param>
/// <param name="Cell">What the cell says.</param>
internal sealed record FileProblem(int Line, Error Why, string Column = "", string Cell = "");

/// <summary>The named columns of a table.</summary>
/// <param name="Header">Names of the first row, in lower case.</param>
internal sealed record CsvColumns(IReadOnlyList<string> Header)
{
    /// <summary>Reads the first row; an error if it does not have the expected columns.</summary>
    public static Result<CsvColumns> Of(CsvTable table, IReadOnlyList<string> known, IReadOnlyList<string> needed)
    {
        var header = table.Rows.Count == 0 ? [] : table.Rows[0].Cells.Select(c => c.ToLowerInvariant()).ToList();
        while (header.Count > 0 && header[^1].Length == 0)
        {
            header.RemoveAt(header.Count - 1);
        }

        var missing = needed.Where(c => !header.Contains(c)).ToList();
        var wrong = header.Where((c, at) => !known.Contains(c) || header.IndexOf(c) != at).ToList();
        if (missing.Count + wrong.Count == 0)
        {
            return Result.Of(new CsvColumns(header));
        }

        return new Error("Files.WrongHeader", "", string.Join(", ", known),
            string.Join(", ", missing.Concat(wrong).Select(c => c.Length > 40 ? c[..40] + "…" : $"“{c}”")));
    }

    /// <summary>A cell; null where the file has no such column, so that the stored value is kept.</summary>
    public string? In(CsvRow row, string column)
    {
        for (var at = 0; at < Header.Count; at++)
        {
            if (Header[at] == column)
            {
                return at < row.Cells.Count ? row.Cells[at] : "";
            }
        }

        return null;
    }
}
