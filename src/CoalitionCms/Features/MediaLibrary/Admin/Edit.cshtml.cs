using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.MediaLibrary.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.MediaLibrary.Admin;

/// <summary>Turns and crops a picture, and covers or blurs areas of it: by drawing with the script, by fields without.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class EditModel(MediaAdminQueries queries, EntryAdminQueries entries, EditPicture editPicture, Texts texts) : PageModel
{
    public LibraryFile Found { get; private set; } = null!;

    [BindProperty]
    public PictureForm Input { get; set; } = new();

    /// <summary>The text from whose editor the page was opened; the way back leads there.</summary>
    [BindProperty(SupportsGet = true, Name = "entry")]
    public Guid? EntryId { get; set; }

    public async Task<IActionResult> OnGetAsync(string sha256, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(sha256, cancellationToken))
        {
            return NotFound();
        }

        Input.ShowsHiddenMembers = Found.ShowsHiddenMembers;
        Input.Complete();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string sha256, CancellationToken cancellationToken)
    {
        Input.Complete();
        if (!await LoadAsync(sha256, cancellationToken))
        {
            return NotFound();
        }

        var errors = new List<Error>();
        var edits = Input.Read(errors);
        if (errors.Count > 0 || !ModelState.IsValid)
        {
            return Again(errors);
        }

        var back = await BackAsync(sha256, cancellationToken);
        var result =
            await editPicture.RunAsync(HttpContext.Actor(), new(sha256, edits, Input.ShowsHiddenMembers), cancellationToken);
        if (!result.IsDone)
        {
            return Again(result.Errors);
        }

        var (edited, drafts, publicUses, othersDrafts) = result.Value;
        TempData["added"] = string.Join(' ',
            [drafts.Done == 0 ? texts["Media.Edited.None"] : texts.Count("Media.Edited", drafts.Done),
                .. drafts.NotDone.Count > 0 ? [texts["Media.NotReplacedIn", string.Join(", ", drafts.NotDone)]] : Array.Empty<string>(),
                .. othersDrafts > 0 ? [texts.Count("Media.OthersDrafts", othersDrafts)] : Array.Empty<string>(),
                .. publicUses > 0 ? [texts.Count("Media.StillPublic", publicUses)] : Array.Empty<string>()]);
        return LocalRedirect(back ?? SiteUrls.MediaFile(edited));
    }

    private async Task<string?> BackAsync(string sha256, CancellationToken cancellationToken) =>
        EntryId is { } id && (await queries.UsesAsync(sha256, cancellationToken)).Any(u => u.EntryId == id)
        && await entries.FindAllAsync(HttpContext.Actor(), [(id, false)], cancellationToken) is [var (entry, _), ..]
            ? SiteUrls.Edit(entry.Kind, entry.EntryId)
            : null;

    private PageResult Again(IReadOnlyList<Error> errors)
    {
        ModelState.Add(texts, errors);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<bool> LoadAsync(string sha256, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(HttpContext.Actor(), sha256, cancellationToken) is not { IsImage: true } file
            || !file.MayChange(HttpContext.Actor()))
        {
            return false;
        }

        Found = file;
        return true;
    }
}
