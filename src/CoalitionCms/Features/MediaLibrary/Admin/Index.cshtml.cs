using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.MediaLibrary.Admin;

/// <summary>The media library and the upload form. The editor's script requests the same page as JSON.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
[RequestSizeLimit(FormBinding.MaxUploads)]
[RequestFormLimits(MultipartBodyLengthLimit = FormBinding.MaxUploads)]
internal sealed class IndexModel(MediaAdminQueries queries, EditUploads uploads, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public LibraryFilter Show { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Words { get; set; }

    /// <summary>The description that was typed with files that were refused.</summary>
    public string AltText { get; private set; } = "";

    public LibraryPage Library { get; private set; } = null!;
    public PagerLinks Pager { get; private set; } = null!;

    private bool WantsJson => Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.Ordinal);

    public async Task<IActionResult> OnGetAsync(string? before, string? lang, CancellationToken cancellationToken)
    {
        if (await queries.ListAsync(HttpContext.Actor(), Show, Words, before, cancellationToken, imagesOnly: WantsJson) is not { } page)
        {
            return NotFound();
        }

        if (WantsJson)
        {
            var language = Language.Find(lang) ?? Language.English;
            return new JsonResult(page.Files.Select(f =>
                new { name = f.Name.Length > 0 ? f.Name : texts["Media.Untitled"], thumb = f.ThumbPath, markdown = f.Markdown(language) }));
        }

        Library = page;
        Pager = PagerLinks.Of($"{SiteUrls.Media}?show={Show}&q={Uri.EscapeDataString(Words ?? "")}", before, page.Next);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? lang, string? altText, CancellationToken cancellationToken)
    {
        var language = Language.Find(lang) ?? HttpContext.Language();
        var arrived =
            await uploads.TakeAsync(HttpContext.Actor(), Request.Form.Files.GetFiles("Photos"), language, altText, cancellationToken);
        if (WantsJson)
        {
            return new JsonResult(new
            {
                files = arrived.Select(a =>
                new { name = a.FileName, markdown = a.File?.Markdown(language), problem = a.Error is null ? null : texts.Of(a.Error) })
            })
            {
                StatusCode = arrived.Any(a => a.File is not null) ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
            };
        }

        var good = arrived.Count(a => a.File is not null);
        foreach (var file in arrived.Where(a => a.Error is not null))
        {
            ModelState.AddModelError("photos", texts["Media.Refused", file.FileName, texts.Of(file.Error!)]);
        }

        if (arrived.Count == 0)
        {
            ModelState.AddModelError("photos", texts.Of(MediaErrors.NothingChosen));
        }

        AltText = altText ?? "";
        TempData["added"] = good > 0 ? texts.Count("Media.Added", good) : null;
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        return ModelState.IsValid ? LocalRedirect(SiteUrls.Media) : await OnGetAsync(null, lang, cancellationToken);
    }
}
