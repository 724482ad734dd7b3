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

    /// <summary>The effect of the file; null before one was sent.</summary>
    public TPlan? Plan { get; private set; }

    protected abstract Task<Result<TPlan>> PreviewAsync(string text, CancellationToken cancellationToken);

    /// <summary>Shows the effect of the file that was sent.</summary>
    protected async Task<IActionResult> ReadAsync(CancellationToken cancellationToken)
    {
        var read = await CsvFile.ReadAsync(Sent, Encoding, cancellationToken);
        if (!read.IsDone)
        {
            return Refuse(read.Errors);
        }

        (Text, Encoding) = (read.Value.Text, read.Value.Encoding);
        return await ShowAsync([], cancellationToken);
    }

    protected async Task<IActionResult> ShowAsync(IReadOnlyList<Error> errors, CancellationToken cancellationToken)
    {
        var plan = await PreviewAsync(Text ?? "", cancellationToken);
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
