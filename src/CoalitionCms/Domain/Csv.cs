namespace CoalitionCms.Domain;

/// <summary>Writes rows of a table for spreadsheet programs (RFC 4180), without formulas.</summary>
internal static class Csv
{
    public static string Row(params ReadOnlySpan<string> cells)
    {
        var row = new System.Text.StringBuilder();
        foreach (var cell in cells)
        {
            row.Append(row.Length == 0 ? "\"" : ",\"").Append(Defused(cell).Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        return row.Append("\r\n").ToString();
    }

    // Security: a cell that begins like a formula would be executed by the program that opens the file. The full-width signs are recognized
    // by programs set to Chinese or Japanese.
    private static string Defused(string cell) => IsFormula(cell) ? "'" + cell : cell;

    internal static bool IsFormula(string cell) => cell.Length > 0 && "=+-@\t\r\n＝＋－＠".Contains(cell[0], StringComparison.Ordinal);
}
