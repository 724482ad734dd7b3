using System.Globalization;
using CoalitionCms.Domain;
using CoalitionCms.Features.Members.Actions;

namespace CoalitionCms.Features.Members;

/// <summary>A row of a roster file. A column that the file does not have is null and leaves the value unchanged.</summary>
/// <param name="Number">Row number in the file.</param>
/// <param name="MemberId">The member, if the row names one.</param>
/// <param name="Values">The values of the row, as far as there are columns.</param>
internal sealed record RosterFileRow(int Number, Guid? MemberId, SaveMember.Input Values, CsvColumns Columns)
{
    /// <summary>Returns the member with the values of the row applied. A row may hide a member but never show a hidden one again.</summary>
    internal SaveMember.Input Over(Member? member) => member is null ? Values : Values with
    {
        MemberId = member.Id,
        RomanisedName = Has("romanised") ? Values.RomanisedName : member.RomanisedName,
        NativeName = Has("native") ? Values.NativeName : member.NativeName,
        NativeLanguage = Has("language") ? Values.NativeLanguage : member.NativeLanguage,
        // Security: an alias of the member's own choice cannot be changed by a file, only removed.
        Alias = Has("alias") && !(member.IsAliasOwn && Values.Alias.Length > 0) ? Values.Alias : member.Alias,
        Standing = Has("standing") ? Values.Standing : member.Standing,
        Since = Has("since") ? Values.Since : member.Since,
        Until = Has("until") ? Values.Until : member.Until,
        Note = Has("note") ? Values.Note : member.Note,
        HiddenEverywhere = Values.HiddenEverywhere || member.HiddenEverywhere,
        Version = member.Version,
    };

    private bool Has(string column) => Columns.Header.Contains(column);
}

internal sealed record RosterFile(IReadOnlyList<RosterFileRow> Lines, IReadOnlyList<FileProblem> Problems);

internal static class RosterTable
{
    /// <summary>The maximum number of rows read at once.</summary>
    public const int MaxLines = 20_000;

    /// <summary>The columns, in the order in which they are written; <c>Members.Column.…</c> describes each.</summary>
    public static IReadOnlyList<ImportColumn> Columns { get; } =
    [
        new("id", "Members.Number"),
        new("romanised", "Members.RomanisedName", "name|full name|english name|pinyin|romanized|拼音|姓名拼音|英文名|영문명"),
        new("native", "Members.NativeName", "chinese name|name in chinese|中文名|姓名|名字|이름|성명|ئىسمى"),
        new("language", "Members.NativeLanguage"),
        new("alias", "Members.Alias", "pen name|笔名|筆名|化名|필명"),
        new("standing", "Members.Standing"),
        new("since", "Members.Since", "joined|member since|加入日期|가입일"),
        new("until", "Members.Until", "left|退出日期|탈퇴일"),
        new("note", "Members.Note", "notes|remarks|备注|備註|비고"),
        new("hidden", "Members.HiddenEverywhere"),
    ];

    internal static IEnumerable<string> Write(IEnumerable<Member> members) => members.Select(m => Csv.Row(
        m.Id.ToString("D"), m.RomanisedName, m.NativeName, m.NativeLanguage, m.Alias, Word(m.Standing), m.Since.Edtf, m.Until.Edtf, m.Note,
            m.HiddenEverywhere ? "yes" : "no"))
        .Prepend(Csv.Row([.. Columns.Select(c => c.Key)]));

    /// <summary>Reads the rows, each checked separately. The whole table is refused when no column has names.</summary>
    public static Result<RosterFile> Read(ColumnMap map)
    {
        if (map.Rows.Count > MaxLines)
        {
            return new Error("Files.TooManyLines", "", MaxLines);
        }

        if (!map.Has("romanised") && !map.Has("native"))
        {
            return new Error("Files.NoNames");
        }

        var columns = new CsvColumns([.. map.Columns.Where(c => c.Key.Length > 0).Select(c => c.Key)]);
        var (lines, problems) = (new List<RosterFileRow>(), new List<FileProblem>());
        foreach (var row in map.Rows)
        {
            var (line, why) = ReadRow(row, map, columns);
            lines.AddRange(why.Count == 0 ? [line] : []);
            problems.AddRange(why.Take(1));
        }

        return Result.Of(new RosterFile(lines, problems));
    }

    private static (RosterFileRow Line, List<FileProblem> Why) ReadRow(CsvRow row, ColumnMap map, CsvColumns columns)
    {
        var why = new List<FileProblem>();
        Guid? id = null;
        if (Cell("id") is { Length: > 0 } written)
        {
            id = Guid.TryParse(written, out var parsed) ? parsed : Wrong<Guid?>("id", "Members.File.Id");
        }

        if (map.IsTooLong(row))
        {
            why.Add(new(row.Number, new("Files.TooManyCells", "", map.Columns.Count)));
        }

        var standing = Cell("standing").ToLowerInvariant() switch
        {
            "" or "member" => Standing.Member,
            "guest" => Standing.Guest,
            _ => Wrong<Standing>("standing", "Members.File.Standing"),
        };
        var hidden = Cell("hidden").ToLowerInvariant() switch
        {
            "" or "no" => false,
            "yes" => true,
            _ => Wrong<bool>("hidden", "Members.File.Hidden"),
        };
        var values = new SaveMember.Input(
            null, Cell("romanised"), Cell("native"), Cell("language") is { Length: > 0 } tag ? tag : "zh-Hans", Cell("alias"), standing,
            Cell("note"), hidden, 0)
        {
            Since = Date("since"),
            Until = Date("until"),
        }.Clean();
        return (new(row.Number, id, values, columns), why);

        string Cell(string column) => map.Cell(row, column);

        FuzzyDate Date(string column)
        {
            if (!FuzzyDate.TryParse(Cell(column), out var date, out var error))
            {
                why.Add(new(row.Number, new($"Date.Wrong.{error}"), column, Cell(column)));
            }

            return date;
        }

        T? Wrong<T>(string column, string key)
        {
            why.Add(new(row.Number, new(key), column, Cell(column)));
            return default;
        }
    }

    private static string Word(Standing standing) => standing.ToString().ToLower(CultureInfo.InvariantCulture);
}
