using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using CoalitionCms.Domain;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CoalitionCms.Web;

/// <summary>Something about a file that its reader should know: cells that are merged, calculated, hidden …</summary>
/// <param name="Key">Resource key: <c>Files.Note.Merged</c>.</param>
/// <param name="Where">Cells, rows or a name.</param>
internal sealed record TableNote(string Key, string Where)
{
    public static IReadOnlyList<string> Keys { get; } =
        ["Files.Note.Merged", "Files.Note.Formula", "Files.Note.Hidden", "Files.Note.Number", "Files.Note.Sheets"];

    public static string Write(IEnumerable<TableNote> notes) => string.Join('\n', notes.Select(n => $"{n.Key} {n.Where}"));

    public static IReadOnlyList<TableNote> Read(string? text) =>
        [.. from line in (text ?? "").Split('\n') let parts = CleanText.Line(line).Split(' ', 2)
            where parts.Length == 2 && Keys.Contains(parts[0]) select new TableNote(parts[0], parts[1])];
}

/// <summary>
/// Reads the first visible sheet of a spreadsheet file (.xlsx) as the text of a CSV file in which every row has the number that it has in
/// the sheet. Reads values only: no formula is calculated, no macro and no link is followed.
/// </summary>
internal static partial class Workbook
{
    /// <summary>What forms say as the encoding of a file that was read as a spreadsheet.</summary>
    public const string Encoding = "XLSX";

    private const int MaxRows = 20_001;
    private const int MaxColumns = 200;
    private const int MostNamed = 20;

    // Security: a small file may unpack to gigabytes. This is a sheet of 20,000 rows and twenty columns.
    private const int MaxUnpacked = 32 * 1024 * 1024;
    private const int MostElements = 1_000_000;

    // Longer than spreadsheet programs write.
    private const int LongestFormat = 255;

    private static readonly SemaphoreSlim OneAtATime = new(1);

    public static bool IsWorkbook(ReadOnlySpan<byte> bytes) => bytes is [0x50, 0x4B, 0x03, 0x04, ..];

    /// <summary>An older spreadsheet file, or one with a password: both are OLE containers.</summary>
    public static bool IsOldOrLocked(ReadOnlySpan<byte> bytes) => bytes is [0xD0, 0xCF, 0x11, 0xE0, ..];

    /// <summary>Reads a file, one at a time: a large one takes much memory.</summary>
    public static async Task<Result<(string Text, IReadOnlyList<TableNote> Notes)>> ReadAsync(
        byte[] bytes, CancellationToken cancellationToken)
    {
        await OneAtATime.WaitAsync(cancellationToken);
        try
        {
            return Read(bytes);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static Result<(string Text, IReadOnlyList<TableNote> Notes)> Read(byte[] bytes)
    {
        var (file, problem) = CheckedFile.Of(bytes);
        if (problem is not null)
        {
            return problem == OfficeProblem.TooLarge ? TooLarge : new Error("Files.NotRead", "File");
        }

        try
        {
            using var document = SpreadsheetDocument.Open(file.Content, isEditable: false,
                new OpenSettings { MaxCharactersInPart = MaxUnpacked });
            return document.WorkbookPart is { } book ? new Reading(book).Read() : new Error("Files.NotRead", "File");
        }
        catch (Exception broken) when (broken is OpenXmlPackageException or InvalidDataException or XmlException or FileFormatException
            or IOException or FormatException or OverflowException or ArgumentException or InvalidOperationException
            or NotSupportedException)
        {
            // A damaged file: the parser throws whatever its broken part leads to.
            return new Error("Files.NotRead", "File");
        }
    }

    private static Error TooLarge => new("Files.TooLarge", "File", CsvFile.MaxBytes / 1024 / 1024);

    [GeneratedRegex("\"[^\"]*\"|\\\\.|\\[[^]]*\\]|_.|\\*.", RegexOptions.CultureInvariant)]
    private static partial Regex NotCode();

    [GeneratedRegex("^([A-Z]{1,3})([0-9]{1,7})$", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    private static (int Column, int Row)? PlaceOf(string? address)
    {
        if (Address().Match(address ?? "") is not { Success: true } match)
        {
            return null;
        }

        return (match.Groups[1].Value.Aggregate(0, (sum, letter) => (sum * 26) + letter - 'A' + 1) - 1,
            int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
    }

    private sealed class CheckedFile() : OfficeFile(new(MaxUnpacked, MaxUnpacked, MaxUnpacked, MostParts: 2_000, MostElements))
    {
        public static (CheckedFile File, OfficeProblem? Problem) Of(byte[] bytes)
        {
            var file = new CheckedFile();
            return (file, file.Copy(bytes));
        }
    }

    private enum Shown
    {
        Number,
        Year,
        Month,
        Day,
    }

    private sealed class Reading(WorkbookPart book)
    {
        private const long MostSpread = 1_000_000;
        private readonly SortedDictionary<int, List<string>> rows = [];
        private readonly Dictionary<string, List<string>> notes = [];
        private readonly List<string> shared = Shared(book);
        private readonly List<Shown> styles = Styles(book);
        private readonly bool from1904 = book.Workbook?.WorkbookProperties?.Date1904?.Value == true;

        /// <summary>Rows that merged cells were written into.</summary>
        private long spread;

        // Security: one long text may stand in every cell.
        private long letters;

        public Result<(string Text, IReadOnlyList<TableNote> Notes)> Read()
        {
            var sheets = book.Workbook?.Descendants<Sheet>().Where(s => s.State is null || s.State == SheetStateValues.Visible)
                .Select(s => (Name: s.Name?.Value ?? "", Part: s.Id?.Value is { } id && book.TryGetPartById(id, out var part)
                    ? part as WorksheetPart : null))
                .Where(s => s.Part is not null).ToList() ?? [];
            if (sheets.Count == 0)
            {
                return new Error("Files.NotRead", "File");
            }

            if (sheets.Count > 1)
            {
                Note("Files.Note.Sheets", CleanText.Line(sheets[0].Name));
            }

            var isWhole = ReadSheet(sheets[0].Part!);
            if (spread > MostSpread || letters > CsvFile.MaxBytes)
            {
                return TooLarge;
            }

            if (!isWhole)
            {
                return new Error("Files.TooManyLines", "File", MaxRows - 1);
            }

            var text = new StringBuilder();
            var next = 1;
            foreach (var (number, cells) in rows.TakeWhile(_ => text.Length <= CsvFile.MaxBytes))
            {
                text.Insert(text.Length, "\r\n", number - next).Append(Csv.Row([.. cells]));
                next = number + 1;
            }

            return text.Length > CsvFile.MaxBytes
                ? TooLarge
                : Result.Of<(string, IReadOnlyList<TableNote>)>((text.ToString(),
                [.. notes.Select(n => new TableNote(n.Key, Named(n.Value)))]));
        }

        private static string Named(List<string> places) =>
            string.Join(", ", places.Take(MostNamed)) + (places.Count > MostNamed ? $" … (+{places.Count - MostNamed})" : "");

        private static List<string> Shared(WorkbookPart book) =>
            [.. book.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>().Select(TextOf) ?? []];

        // Not InnerText: it has the reading aids that East Asian programs keep beside the characters.
        private static string TextOf(OpenXmlElement item) =>
            string.Concat(item.ChildElements.SelectMany(c => c is Run run ? run.Elements<Text>() : c is Text text ? [text] : [])
            .Select(t => t.Text));

        private static List<Shown> Styles(WorkbookPart book)
        {
            var sheet = book.WorkbookStylesPart?.Stylesheet;
            var codes = sheet?.NumberingFormats?.Elements<NumberingFormat>().Where(f => f.NumberFormatId is not null)
                .GroupBy(f => f.NumberFormatId!.Value).ToDictionary(g => g.Key, g => g.First().FormatCode?.Value ?? "") ?? [];
            var known = new Dictionary<uint, Shown>();
            return [.. sheet?.CellFormats?.Elements<CellFormat>().Select(f => f.NumberFormatId?.Value ?? 0)
                .Select(id => known.TryGetValue(id, out var shown) ? shown : known[id] = ShownBy(id, codes)) ?? []];
        }

        /// <summary>How much of a date a number format shows: a cell that shows "2010" says no more than the year.</summary>
        private static Shown ShownBy(uint id, Dictionary<uint, string> codes)
        {
            if (!codes.TryGetValue(id, out var code))
            {
                return id switch
                {
                    17 or 27 or 57 => Shown.Month,
                    >= 14 and <= 22 and not (>= 18 and <= 21) or >= 28 and <= 31 or 36 or >= 50 and <= 58 => Shown.Day,
                    _ => Shown.Number,
                };
            }

            var letters = NotCode().Replace(code.Length > LongestFormat ? "" : code, "").ToLowerInvariant();
            return letters.Contains('d', StringComparison.Ordinal) ? Shown.Day
                : !letters.AsSpan().ContainsAny('y', 'e') || letters.AsSpan().ContainsAny('0', '#') ? Shown.Number
                : letters.Contains('m', StringComparison.Ordinal) ? Shown.Month : Shown.Year;
        }

        private bool ReadSheet(WorksheetPart part)
        {
            using var reader = OpenXmlReader.Create(part);
            var (number, merged) = (0, new List<string>());
            while (reader.Read())
            {
                if (reader is { IsStartElement: true } && reader.ElementType == typeof(Row) && reader.LoadCurrentElement() is Row row)
                {
                    number = row.RowIndex?.Value is { } index ? (int)Math.Min(index, int.MaxValue) : number + 1;
                    var cells = Cells(row, number);
                    if (letters > CsvFile.MaxBytes)
                    {
                        return false;
                    }

                    if (!cells.Exists(c => c.Length > 0))
                    {
                        continue;
                    }

                    if (number > MaxRows || rows.Count > MaxRows)
                    {
                        return false;
                    }

                    rows[number] = cells;
                    if (row.Hidden?.Value == true)
                    {
                        Note("Files.Note.Hidden", number.ToString(CultureInfo.InvariantCulture));
                    }
                }
                else if (reader is { IsStartElement: true } && reader.ElementType == typeof(MergeCell)
                    && reader.LoadCurrentElement() is MergeCell { Reference.Value: { } range })
                {
                    merged.Add(range);
                }
            }

            merged.ForEach(Spread);
            return true;
        }

        private List<string> Cells(Row row, int number)
        {
            var (cells, at) = (new List<string>(), -1);
            foreach (var cell in row.Elements<Cell>())
            {
                at = PlaceOf(cell.CellReference?.Value)?.Column ?? at + 1;
                if (at >= MaxColumns || letters > CsvFile.MaxBytes)
                {
                    break;
                }

                while (cells.Count <= at)
                {
                    cells.Add("");
                }

                // One row of the sheet is one line of the text.
                cells[at] = CleanText.Block(ValueOf(cell, ColumnMap.LetterOf(at) + number.ToString(CultureInfo.InvariantCulture))).Trim()
                    .Replace('\n', '\u2028');
                letters += cells[at].Length;
            }

            return cells;
        }

        private string ValueOf(Cell cell, string place)
        {
            var value = cell.CellValue?.Text ?? "";
            if (cell.CellFormula is { } formula)
            {
                if (value.Length == 0)
                {
                    return "=" + formula.Text;
                }

                Note("Files.Note.Formula", place);
            }

            var type = cell.DataType?.Value ?? CellValues.Number;
            return type == CellValues.SharedString
                ? int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < shared.Count ? shared[at] : ""
                : type == CellValues.InlineString ? cell.InlineString is { } inline ? TextOf(inline) : ""
                : type == CellValues.Boolean ? value == "1" ? "yes" : "no"
                : type == CellValues.Date ? value.Split('T')[0]
                : type == CellValues.Number && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? NumberOf(number, cell.StyleIndex?.Value ?? 0, place)
                : value;
        }

        private string NumberOf(double number, uint style, string place)
        {
            var shown = style < styles.Count ? styles[(int)style] : Shown.Number;
            var days = number + (from1904 ? 1462 : 0);
            if (shown != Shown.Number && days is >= 1 and < 2_958_466)
            {
                // Day 60 is 29 February 1900, which spreadsheets count although it never was.
                var day = new DateTime(1899, 12, 31).AddDays(Math.Floor(days) - (days >= 60 ? 1 : 0));
                return day.ToString(shown switch { Shown.Year => "yyyy", Shown.Month => "yyyy-MM", _ => "yyyy-MM-dd" },
                    CultureInfo.InvariantCulture);
            }

            if (number is > 1000 and < 3000 && Math.Abs((number * 10) - Math.Round(number * 10)) < 1e-6
                && (int)Math.Round(number * 10) % 10 == 1)
            {
                // 2010.10 as a number is 2010.1, so nobody knows whether this was January or October. The comma makes it no date.
                Note("Files.Note.Number", place);
                return number.ToString("0.0", CultureInfo.InvariantCulture).Replace('.', ',');
            }

            return number.ToString("R", CultureInfo.InvariantCulture);
        }

        /// <summary>Writes the text of merged cells into every row that they cover.</summary>
        private void Spread(string range)
        {
            var ends = range.Split(':');
            if (ends.Length != 2 || PlaceOf(ends[0]) is not { } first || PlaceOf(ends[1]) is not { } last
                || first.Column >= MaxColumns || !rows.TryGetValue(first.Row, out var from) || from.Count <= first.Column
                || from[first.Column].Length == 0)
            {
                return;
            }

            // Security: ranges that overlap, as no program writes them, could be walked a million times.
            var end = Math.Min(last.Row, MaxRows);
            spread += Math.Max(1, end - first.Row);
            if (spread > MostSpread)
            {
                return;
            }

            Note("Files.Note.Merged", range);
            for (var number = first.Row + 1; number <= end; number++)
            {
                if (!rows.TryGetValue(number, out var cells))
                {
                    continue;
                }

                while (cells.Count <= first.Column)
                {
                    cells.Add("");
                }

                cells[first.Column] = from[first.Column];
            }
        }

        private void Note(string key, string place)
        {
            if (!notes.TryGetValue(key, out var places))
            {
                notes[key] = places = [];
            }

            places.Add(place);
        }
    }
}
