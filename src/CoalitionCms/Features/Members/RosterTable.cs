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
    public static IReadOnlyList<string> Columns { get; } = [
        "id", "romanised", "native", "language", "alias", "standing", "since", "until", "note", "hidden"];

    internal static IEnumerable<string> Write(IEnumerable<Member> members) => members.Select(m => Csv.Row(
        m.Id.ToString("D"), m.RomanisedName, m.NativeName, m.NativeLanguage, m.Alias, Word(m.Standing), m.Since.Edtf, m.Until.Edtf, m.Note,
            m.HiddenEverywhere ? "yes" : "no"))
        .Prepend(Csv.Row([.. Columns]));

    /// <summary>
    /// Parses a table. The whole table is refused if its first row or its quotation marks are invalid; otherwise each row is checked
    /// separately.
    /// </summary>
    public static Result<RosterFile> Read(string text)
    {
        var table = CsvTable.Read(text);
        if (table.UnclosedAt is { } at)
        {
            return new Error("Files.Unclosed", "", at);
        }

        if (table.Rows.Count > MaxLines + 1)
        {
            return new Error("Files.TooManyLines", "", MaxLines);
        }

        var columns = CsvColumns.Of(table, Columns, ["romanised", "native"]);
        if (!columns.IsDone)
        {
            return Result.Failed<RosterFile>(columns.Errors);
        }

        var (lines, problems) = (new List<RosterFileRow>(), new List<FileProblem>());
        foreach (var row in table.Rows.Skip(1))
        {
            var (line, why) = ReadRow(row, columns.Value);
            lines.AddRange(why.Count == 0 ? [line] : []);
            problems.AddRange(why.Take(1).Select(w => new FileProblem(row.Number, w)));
        }

        return Result.Of(new RosterFile(lines, problems));
    }

    private static (RosterFileRow Line, List<Error> Why) ReadRow(CsvRow row, CsvColumns columns)
    {
        var why = new List<Error>();
        Guid? id = null;
        if (Cell("id") is { Length: > 0 } written)
        {
            id = Guid.TryParse(written, out var parsed) ? parsed : Wrong<Guid?>("Members.File.Id");
        }

        if (row.Cells.Count > columns.Header.Count && row.Cells.Skip(columns.Header.Count).Any(c => c.Length > 0))
        {
            why.Add(new("Files.TooManyCells", "", columns.Header.Count));
        }

        var standing = Cell("standing").ToLowerInvariant() switch
        {
            "" or "member" => Standing.Member,
            "guest" => Standing.Guest,
            _ => Wrong<Standing>("Members.File.Standing"),
        };
        var hidden = Cell("hidden").ToLowerInvariant() switch
        {
            "" or "no" => false,
            "yes" => true,
            _ => Wrong<bool>("Members.File.Hidden"),
        };
        var values = new SaveMember.Input(
            null, Cell("romanised"), Cell("native"), Cell("language") is { Length: > 0 } tag ? tag : "zh-Hans", Cell("alias"), standing,
            Cell("note"), hidden, 0)
        {
            Since = Date("since"),
            Until = Date("until"),
        }.Clean();
        return (new(row.Number, id, values, columns), why);

        string Cell(string column) => columns.In(row, column) ?? "";

        FuzzyDate Date(string column)
        {
            if (!FuzzyDate.TryParse(Cell(column), out var date, out var error))
            {
                why.Add(new($"Date.Wrong.{error}"));
            }

            return date;
        }

        T? Wrong<T>(string key)
        {
            why.Add(new(key));
            return default;
        }
    }

    private static string Word(Standing standing) => standing.ToString().ToLower(CultureInfo.InvariantCulture);
}
