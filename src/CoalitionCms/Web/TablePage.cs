using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Web;

/// <summary>
/// A page that imports a table: the file is read, its effect is shown with the file's text in the form, and confirming sends exactly this
/// text again.
/// </summary>
/// <typeparam name="TPlan">The effect of a file.</typeparam>
internal abstract class TablePage<TPlan> : StaffPage
    where TPlan : class
{
    [BindProperty(Name = "File")]
    public IFormFile? Sent { get; set; }

    /// <summary>Encoding of the file; empty to detect it.</summary>
    [BindProperty]
    public string? Encoding { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Signature { get; set; }

    /// <summary>What to know about the file, as written by <see cref="TableNote"/>.</summary>
    [BindProperty]
    public string? Notes { get; set; }

    /// <summary>Number of the row with the headings; null to find it.</summary>
    [BindProperty]
    public int? HeadingRow { get; set; }

    /// <summary>What each column of the file is read as; null to recognise the headings.</summary>
    [BindProperty]
    public List<string?>? Columns { get; set; }

    /// <summary>The columns that this import understands, if it lets people choose; otherwise the first line must name them.</summary>
    public virtual IReadOnlyList<ImportColumn> Known => [];

    /// <summary>Which columns of the file are read; null before one was sent.</summary>
    public ColumnMap? Map { get; private set; }

    public IReadOnlyList<TableNote> TableNotes => TableNote.Read(Notes);

    /// <summary>The effect of the file; null before one was sent.</summary>
    public TPlan? Plan { get; private set; }

    protected abstract Task<Result<TPlan>> PreviewAsync(CancellationToken cancellationToken);

    /// <summary>The table that was sent, with the columns as they were chosen.</summary>
    protected Result<ColumnMap> ReadMap()
    {
        var table = CsvTable.Read(Text ?? "");
        if (table.UnclosedAt is { } at)
        {
            return new Error("Files.Unclosed", "", at);
        }

        Map = ColumnMap.Of(table, Known, HeadingRow, Columns is { Count: > 0 } ? Columns : null, Encoding == Workbook.Encoding);
        return Result.Of(Map);
    }

    /// <summary>Shows the effect of the file that was sent.</summary>
    protected async Task<IActionResult> ReadAsync(CancellationToken cancellationToken)
    {
        var read = await CsvFile.ReadAsync(Sent, Encoding, cancellationToken);
        if (!read.IsDone)
        {
            return Refuse(read.Errors);
        }

        (Text, Encoding) = (read.Value.Decoded.Text, read.Value.Decoded.Encoding);
        (Notes, HeadingRow, Columns) = (TableNote.Write(read.Value.Notes), null, null);
        return await ShowAsync([], cancellationToken);
    }

    protected async Task<IActionResult> ShowAsync(IReadOnlyList<Error> errors, CancellationToken cancellationToken)
    {
        var plan = await PreviewAsync(cancellationToken);
        Plan = plan.IsDone ? plan.Value : null;
        ModelState.Clear();
        return plan.IsDone && errors.Count == 0 ? Page() : Refuse([.. errors, .. plan.Errors]);
    }

    private PageResult Refuse(IReadOnlyList<Error> errors)
    {
        foreach (var error in errors.Distinct())
        {
            ModelState.AddModelError(error.Field, Texts.Of(error));
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}

/// <summary>The columns of a file in a form, to be chosen.</summary>
/// <param name="Look">Where the form goes to show the effect of other columns.</param>
/// <param name="IsOpen">True when somebody must choose.</param>
internal sealed record FileColumns(ColumnMap Map, IReadOnlyList<ImportColumn> Known, IReadOnlyList<TableNote> Notes, string Look,
    bool IsOpen);

internal sealed record FileProblems(IReadOnlyList<FileProblem> Problems, ColumnMap? Map);
