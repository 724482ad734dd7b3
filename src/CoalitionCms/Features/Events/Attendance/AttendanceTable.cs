using System.Globalization;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members;

namespace CoalitionCms.Features.Events;

internal sealed record AttendanceFileRow(int Number, Guid? MemberId, TypedName Name, AttendanceStatus Status, AttendanceRoles Roles,
    Standing Standing);

internal sealed record AttendanceFile(IReadOnlyList<AttendanceFileRow> Lines, IReadOnlyList<FileProblem> Problems);

/// <summary>A row of the list as it is exported.</summary>
internal sealed record AttendanceRecord(Guid MemberId, DisplayName Name, AttendanceStatus Status, AttendanceRoles Roles, Standing Standing);

/// <summary>
/// The attendance list of an event as a table, with the same columns for import and export. None of them holds a consent, so that no file
/// can make a name public.
/// </summary>
internal static class AttendanceTable
{
    private const string Roles = "roles";

    /// <summary>The columns, in the order in which they are written; <c>Events.Column.…</c> describes each.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["member", "romanised", "native", "language", "standing", "status", Roles];

    internal static IEnumerable<string> Write(IEnumerable<AttendanceRecord> lines) => lines.Select(l => Csv.Row(
        l.MemberId.ToString("D"), l.Name.Romanised, l.Name.Native, l.Name.NativeLanguage, Word(l.Standing), Word(l.Status),
        string.Join(' ', AttendeeRoles.All.Where(r => l.Roles.HasFlag(r)).Select(r => Word(r))))).Prepend(Csv.Row([.. Columns]));

    /// <summary>
    /// Parses a table. The whole table is refused if its first row or its quotation marks are invalid; otherwise each row is checked
    /// separately.
    /// </summary>
    public static Result<AttendanceFile> Read(string text)
    {
        var table = CsvTable.Read(text);
        if (table.UnclosedAt is { } at)
        {
            return new Error("Files.Unclosed", "", at);
        }

        if (table.Rows.Count > Actions.CheckIn.MaxListed + 1)
        {
            return new Error("Files.TooManyLines", "", Actions.CheckIn.MaxListed);
        }

        var columns = CsvColumns.Of(table, Columns, ["romanised", "native", "status"]);
        if (!columns.IsDone)
        {
            return Result.Failed<AttendanceFile>(columns.Errors);
        }

        var (lines, problems) = (new List<AttendanceFileRow>(), new List<FileProblem>());
        foreach (var row in table.Rows.Skip(1))
        {
            var (line, why) = ReadRow(row, columns.Value);
            if (why is null)
            {
                lines.Add(line);
            }
            else
            {
                problems.Add(new(row.Number, why));
            }
        }

        return Result.Of(new AttendanceFile(lines, problems));
    }

    private static (AttendanceFileRow Line, Error? Why) ReadRow(CsvRow row, CsvColumns columns)
    {
        string Cell(string column) => columns.In(row, column) ?? "";
        Error? why = null;
        var id = Cell("member") is not { Length: > 0 } written
            ? (Guid?)null
            : Guid.TryParse(written, out var parsed)
            ? parsed
            : Wrong<Guid?>("Members.File.Id");
        var standing = Cell("standing") is not { Length: > 0 } said
            ? Standing.Guest
            : Find<Standing>(said) ?? Wrong<Standing>("Members.File.Standing");
        var status = Find<AttendanceStatus>(Cell("status")) ?? Wrong<AttendanceStatus>("Events.File.Status");
        var roles = AttendanceRoles.None;
        foreach (var word in Cell(Roles).Split([' ', ',', ';', '+'], StringSplitOptions.RemoveEmptyEntries))
        {
            roles |= Find<AttendanceRoles>(word) ?? Wrong<AttendanceRoles>("Events.File.Roles");
        }

        if (row.Cells.Skip(columns.Header.Count).Any(c => c.Length > 0))
        {
            why = new("Files.TooManyCells", "", columns.Header.Count);
        }

        var (romanised, native) = (CleanText.Line(Cell("romanised")), CleanText.Line(Cell("native")));
        var language = Cell("language") is { Length: > 0 } tag
            ? tag
            : AttendeeLine.Parse(native) is [var read, ..]
            ? read.NativeLanguage
            : "zh-Hans";
        return (new(row.Number, id, new TypedName(DisplayName.Of(romanised, native, language).Plain(Language.English), romanised, native,
            language), status, roles, standing), why);

        T? Wrong<T>(string key)
        {
            why = new(key);
            return default;
        }
    }

    /// <summary>Parses one of the fixed words, ignoring case; numbers are rejected.</summary>
    private static TEnum? Find<TEnum>(string word)
        where TEnum : struct, Enum =>
        Enum.GetValues<TEnum>().Where(v => string.Equals(v.ToString(), word, StringComparison.OrdinalIgnoreCase)).Select(v => (TEnum?)v)
        .FirstOrDefault();

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLower(CultureInfo.InvariantCulture);
}
