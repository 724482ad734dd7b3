using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Events;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Media.Actions;
using CoalitionCms.Features.MediaLibrary.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.MediaLibrary.Admin;

/// <summary>A file of the library: its description, its uses, and the available actions.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
[RequestSizeLimit(FormBinding.MaxUploads)]
[RequestFormLimits(MultipartBodyLengthLimit = FormBinding.MaxUploads)]
internal sealed class DetailsModel(
    MediaAdminQueries queries, EntryAdminQueries entries, NamesInTexts names, EditUploads uploads, DescribeMedia describeMedia,
    RemoveMedia removeMedia, ReplaceMedia replaceMedia, Texts texts) : PageModel
{
    public LibraryFile Found { get; private set; } = null!;

    /// <summary>Texts that use it and that the actor may edit; draft and public text of one entry are listed separately.</summary>
    public IReadOnlyList<(EntryAdminRow Entry, bool IsPublic)> Uses { get; private set; } = [];

    /// <summary>True when no text uses it.</summary>
    public bool IsUnused { get; private set; }

    public IReadOnlyList<MentionedMember> Mentioned { get; private set; } = [];

    public Actor Actor => HttpContext.Actor();

    [BindProperty]
    public MediaForm Input { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(string sha256, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(sha256, cancellationToken))
        {
            return NotFound();
        }

        Input = MediaForm.Of(Found, HttpContext.Language());
        return Page();
    }

    /// <summary>Describes, replaces or deletes the file, or returns the encrypted original.</summary>
    public async Task<IActionResult> OnPostAsync(string sha256, [FromForm(Name = "do")] string? button, CancellationToken cancellationToken)
    {
        Input.Complete();
        if (!await LoadAsync(sha256, cancellationToken))
        {
            return NotFound();
        }

        switch (button)
        {
            case "delete":
                var removed = await removeMedia.RunAsync(Actor, sha256, cancellationToken);
                return removed.IsDone ? Done("Media.Deleted", SiteUrls.Media) : Again(removed.Errors);
            case "original" when !Actor.IsProven:
                return await StepUpAttribute.AskAsync(HttpContext, isPost: true);
            case "original":
                var original = await removeMedia.OpenOriginalAsync(Actor, sha256, cancellationToken);
                return original.IsDone
                    ? File(original.Value, "application/octet-stream", sha256[..12] + ".original")
                    : Again(original.Errors);
            case "replace":
                return await ReplaceAsync(sha256, cancellationToken);
            default:
                var errors = new List<Error>();
                var input = Input.ToInput(sha256, HttpContext.Language(), errors);
                var described = ModelState.IsValid && errors.Count == 0
                    ? await describeMedia.RunAsync(Actor, input, cancellationToken)
                    : null;
                return described is { IsDone: true } ? Done("Media.Saved", SiteUrls.MediaFile(sha256))
                    : Again([.. errors, .. described?.Errors ?? []]);
        }
    }

    private async Task<IActionResult> ReplaceAsync(string sha256, CancellationToken cancellationToken)
    {
        ModelState.Clear();
        Input = MediaForm.Of(Found, HttpContext.Language());
        var arrived =
            await uploads.TakeAsync(Actor, Request.Form.Files.GetFiles("Photos"), HttpContext.Language(), null, cancellationToken);
        if (arrived is not [{ File: { } fresh }, ..])
        {
            return Again(arrived is [{ Error: { } error }, ..] ? [error] : [MediaErrors.NothingChosen]);
        }

        var result = await replaceMedia.RunAsync(Actor, sha256, fresh.Sha256, cancellationToken);
        if (!result.IsDone)
        {
            return Again(result.Errors);
        }

        TempData["added"] = texts.Count("Media.Replaced", result.Value.Done)
            + (result.Value.NotDone.Count > 0 ? texts.Gap + texts["Media.NotReplacedIn", string.Join(", ", result.Value.NotDone)] : "");
        return LocalRedirect(SiteUrls.MediaFile(fresh.Sha256));
    }

    private LocalRedirectResult Done(string key, string path)
    {
        TempData["done"] = key;
        return LocalRedirect(path);
    }

    private PageResult Again(IReadOnlyList<Error> errors)
    {
        ModelState.Add(texts, errors);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<bool> LoadAsync(string sha256, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(Actor, sha256, cancellationToken) is not { } file)
        {
            return false;
        }

        Found = file;
        var uses = await queries.UsesAsync(sha256, cancellationToken);
        (IsUnused, Uses, Mentioned) =
            (uses.Count == 0, await entries.FindAllAsync(Actor, uses, cancellationToken),
            await names.InFileAsync(Actor, sha256, cancellationToken));
        return true;
    }
}
