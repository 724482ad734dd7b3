using System.Text.Encodings.Web;
using System.Text.Json;
using CoalitionCms.Web;

namespace CoalitionCms.Features.Transfer;

/// <summary>The report of an import in words, for a terminal and a page, and as JSON.</summary>
internal sealed class ReportText(Texts texts)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Refusal(ImportRemark refused, int line) =>
        (line > 0 ? texts["Import.AtLine", line] + " " : "") + Of(refused);

    public string Of(ImportRemark remark) =>
        texts[remark.Key, [.. remark.Arguments.Select(a => a is ImportRemark inner ? Of(inner) : a)]];

    /// <summary>The report as lines; of the rows about single texts at most so many.</summary>
    public IEnumerable<string> Lines(ImportReport report, int most)
    {
        if (report.Refused is { } refused)
        {
            return [Refusal(refused, report.RefusedAtLine)];
        }

        var summary = Summary(report).ToList();
        var rows = report.Entries.Where(e => e.Remarks.Count > 0 || e.Outcome is ImportOutcome.Failed or ImportOutcome.LeftAlone)
            .SelectMany(RowOf).ToList();
        var missing = report.Missing.Select(m => "  " + m.Address + (m.Why is { } why ? " – " + Of(why) : "")).ToList();
        return
        [
            .. summary,
            .. Section("Import.Report.Remarks", rows, most),
            .. Section("Import.Report.MissingPhotos", missing, most),
            .. Section("Import.Report.DeadLinks", [.. report.DeadLinks.Keys.Select(l => "  " + l)], most),
            .. Section("Import.Report.Attendance",
                [.. report.Attendance.Select(a => "  " + a.Title + " – " + texts["Import.Report.Names", a.Names])], most),
        ];
    }

    /// <summary>The numbers of the report, a sentence each.</summary>
    public IEnumerable<string> Summary(ImportReport report)
    {
        yield return texts[report.IsDryRun ? "Import.Report.DryRun" : "Import.Report.Done", report.File, report.Site];
        yield return texts["Import.Report.Sha256", report.Sha256];
        yield return texts["Import.Report.Texts", report.Count(ImportOutcome.Imported),
            report.Entries.Count(e => e is { Outcome: ImportOutcome.Imported, IsPublic: true }), report.Count(ImportOutcome.Updated),
            report.Count(ImportOutcome.Unchanged)];
        yield return texts["Import.Report.NotImported", report.Count(ImportOutcome.Skipped), report.Count(ImportOutcome.LeftAlone),
            report.Count(ImportOutcome.Failed)];
        yield return texts["Import.Report.Photos", report.PhotosUsed, report.Missing.Count];
        yield return texts["Import.Report.Links", report.LinksRewritten, report.DeadLinks.Count + report.MoreDeadLinks, report.RetiredLinks,
            report.Redirects];
        yield return texts["Import.Report.NeverStored", report.Comments, report.EmailAddresses, report.NetworkAddresses,
            report.Coordinates, report.Notes];
        foreach (var (kind, count) in report.LeftOut)
        {
            yield return texts["Import.Report.LeftOut", kind, count];
        }

        foreach (var (byline, count) in report.Bylines)
        {
            yield return byline.Length == 0 ? texts["Import.Report.Unsigned", count] : texts["Import.Report.Byline", byline, count];
        }

        if (report.HasUnreadPrivate)
        {
            yield return texts["Import.Report.PrivateLeft"];
        }

        if (report.Repaired > 0)
        {
            yield return texts["Import.Report.Repaired", report.Repaired];
        }

        yield return texts["Import.Report.Seconds", report.Seconds, report.Entries.Count / Math.Max(0.001, report.Seconds)];
    }

    public string Json(ImportReport report) => JsonSerializer.Serialize(
        new
        {
            report.Format,
            report.IsDryRun,
            report.File,
            report.Sha256,
            report.Site,
            Refused = report.Refused is { } refused ? Of(refused) : null,
            RefusedAtLine = report.RefusedAtLine > 0 ? report.RefusedAtLine : (int?)null,
            Imported = report.Count(ImportOutcome.Imported),
            Updated = report.Count(ImportOutcome.Updated),
            Unchanged = report.Count(ImportOutcome.Unchanged),
            LeftAlone = report.Count(ImportOutcome.LeftAlone),
            Skipped = report.Count(ImportOutcome.Skipped),
            Failed = report.Count(ImportOutcome.Failed),
            report.LeftOut,
            report.PhotosUsed,
            Missing = report.Missing.Select(m => new { m.Address, Why = m.Why is { } why ? Of(why) : null, m.In }),
            report.LinksRewritten,
            report.DeadLinks,
            report.MoreDeadLinks,
            report.RetiredLinks,
            report.Redirects,
            report.Repaired,
            NeverStored = new { report.Comments, report.Notes, report.EmailAddresses, report.NetworkAddresses, report.Coordinates },
            report.Bylines,
            report.Attendance,
            report.Seconds,
            Entries = report.Entries.Select(e => new
            {
                e.Line,
                e.Id,
                e.Title,
                e.Language,
                e.Outcome,
                e.IsPublic,
                e.Address,
                Remarks = e.Remarks.Select(Of),
            }),
        },
        Readable);

    private IEnumerable<string> RowOf(ImportedRow row)
    {
        var title = $"  {texts["Import.AtLine", row.Line]} {row.Title}";
        return row.Outcome == ImportOutcome.LeftAlone && row.Remarks.Count == 0
            ? [title]
            : row.Remarks.Select(r => $"{title} – {Of(r)}");
    }

    private IEnumerable<string> Section(string key, List<string> rows, int most) => rows.Count == 0
        ? []
        : ["", texts[key, rows.Count], .. rows.Take(most), .. rows.Count > most
        ? [texts["Import.Report.More", rows.Count - most]]
        : Array.Empty<string>()];
}
