using System.Collections.Frozen;

namespace CoalitionCms.Domain;

/// <summary>A column that an import understands.</summary>
/// <param name="Key">Its name in our own files.</param>
/// <param name="TextKey">Resource key of its name on screen; a file may use it in any language of the site.</param>
/// <param name="Headings">Other headings by which it is recognised, separated by <c>|</c>.</param>
internal sealed record ImportColumn(string Key, string TextKey, string Headings = "")
{
    private readonly FrozenSet<string> known = new[] { Key }.Concat(Headings.Split('|'))
        .Concat(Language.All.Select(l => l.Texts.GetValueOrDefault(TextKey, ""))).Select(Fold).Where(h => h.Length > 0)
        .ToFrozenSet(StringComparer.Ordinal);

    public bool IsCalled(string heading) => known.Contains(Fold(heading));

    private static string Fold(string heading) => string.Concat(SearchText.Tokens(heading, withBoundaries: false).Select(t => t.Text));
}

/// <summary>A column of a file, and what it is read as.</summary>
/// <param name="Letter">How spreadsheet programs call it: A, B … AA.</param>
/// <param name="Key">Key of the <see cref="ImportColumn"/>; empty when the column is not read.</param>
/// <param name="Example">What stands in it first.</param>
internal sealed record MappedColumn(int At, string Letter, string Heading, string Key, string Example);

/// <summary>Which columns of a table are read, and as what: guessed from the headings, or as somebody chose.</summary>
/// <param name="HeadingRow">Number of the row with the headings.</param>
/// <param name="Above">Numbers of the rows above the headings, which are not read.</param>
/// <param name="SecondHeading">Number of a row under the headings that is one more row of headings, and not read; or null.</param>
/// <param name="Rows">The rows with data.</param>
internal sealed record ColumnMap(
    int HeadingRow, IReadOnlyList<int> Above, int? SecondHeading, IReadOnlyList<MappedColumn> Columns, IReadOnlyList<CsvRow> Rows)
{
    private const int SearchedForHeadings = 10;
    private const int MostColumns = 100;

    private readonly FrozenDictionary<string, int> places = Columns.Where(c => c.Key.Length > 0)
        .ToFrozenDictionary(c => c.Key, c => c.At, StringComparer.Ordinal);

    /// <param name="headingRow">Number of the row with the headings, or null to find it.</param>
    /// <param name="chosen">A key for each column, empty for a column that is not read; null to recognise the headings.</param>
    /// <param name="isGrid">True for a sheet, where a cell under no heading is in a
    /// column of its own; in a text it was moved there.</param>
    public static ColumnMap Of(
        CsvTable table, IReadOnlyList<ImportColumn> known, int? headingRow, IReadOnlyList<string?>? chosen, bool isGrid = false)
    {
        var rows = table.Rows;
        var at = headingRow is { } number ? rows.ToList().FindIndex(r => r.Number == number) : -1;
        at = at >= 0 ? at : Best(rows, known);
        if (rows.Count == 0)
        {
            return new(1, [], null, [], []);
        }

        var width = Math.Min(rows.Take(isGrid ? rows.Count : at + 1).Max(r => r.Cells.Count), MostColumns);
        var second = at + 1 < rows.Count && LooksLikeHeadings(rows[at + 1], known) ? rows[at + 1].Number : (int?)null;
        var data = rows.Skip(at + (second is null ? 1 : 2)).ToList();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var columns = new List<MappedColumn>();
        for (var i = 0; i < width; i++)
        {
            var heading = Enumerable.Range(0, at + 1).Reverse().Select(r => Cell(rows[r], i)).FirstOrDefault(h => h.Length > 0) ?? "";
            var key = chosen is not null && chosen.Count > i ? chosen[i] ?? ""
                : known.FirstOrDefault(k => k.IsCalled(heading) && !taken.Contains(k.Key))?.Key ?? "";
            key = known.Any(k => k.Key == key) && taken.Add(key) ? key : "";
            columns.Add(new(i, LetterOf(i), heading, key, data.Select(r => Cell(r, i)).FirstOrDefault(c => c.Length > 0) ?? ""));
        }

        // What has neither a heading nor a cell is the empty rest of the sheet.
        while (columns.Count > 0 && columns[^1] is { Heading: "", Example: "", Key: "" })
        {
            columns.RemoveAt(columns.Count - 1);
        }

        return new(rows[at].Number, [.. rows.Take(at).Select(r => r.Number)], second, columns, data);
    }

    public bool Has(string key) => places.ContainsKey(key);

    public MappedColumn? Find(string key) => places.TryGetValue(key, out var at) ? Columns[at] : null;

    /// <summary>The cell of a row; empty where there is no such column.</summary>
    public string Cell(CsvRow row, string key) => places.TryGetValue(key, out var at) ? Cell(row, at) : "";

    /// <summary>True when a row has more than there are columns: an unquoted comma moved its cells.</summary>
    public bool IsTooLong(CsvRow row) => row.Cells.Skip(Columns.Count).Any(c => c.Length > 0);

    /// <summary>The table with our own names of the columns, without those that are not read.</summary>
    public CsvTable ToTable(int? unclosedAt)
    {
        var read = Columns.Where(c => c.Key.Length > 0).ToList();
        return new([new CsvRow(HeadingRow, [.. read.Select(c => c.Key)]),
            .. Rows.Select(r => new CsvRow(r.Number, [.. read.Select(c => Cell(r, c.At)), .. r.Cells.Skip(Columns.Count)]))], unclosedAt);
    }

    private static int Best(IReadOnlyList<CsvRow> rows, IReadOnlyList<ImportColumn> known)
    {
        var (best, most) = (0, 0);
        for (var at = 0; at < Math.Min(rows.Count, SearchedForHeadings); at++)
        {
            if (Recognised(rows[at], known) is var count && count > most)
            {
                (best, most) = (at, count);
            }
        }

        return best;
    }

    // "Born" could be a name, but not two headings beside each other.
    private static bool LooksLikeHeadings(CsvRow row, IReadOnlyList<ImportColumn> known) =>
        Recognised(row, known) is >= 2 and var count && count * 2 >= row.Cells.Count(c => c.Length > 0);

    private static int Recognised(CsvRow row, IReadOnlyList<ImportColumn> known) =>
        known.Count(k => row.Cells.Take(MostColumns).Any(k.IsCalled));

    private static string Cell(CsvRow row, int at) => at < row.Cells.Count ? row.Cells[at] : "";

    internal static string LetterOf(int at) => at < 26 ? ((char)('A' + at)).ToString() : LetterOf((at / 26) - 1) + (char)('A' + (at % 26));
}
