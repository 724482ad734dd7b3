using CoalitionCms.Domain;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>
/// Check-in at the door, on a phone: one tap per person, names typed or pasted. The page's script sends the same forms without reloading
/// the page.
/// </summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
internal sealed class DoorModel(CheckInQueries queries, MarkAtDoor mark, CheckIn admit, CheckInMessages words, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    [BindProperty]
    public DoorForm Input { get; set; } = new();

    public DoorList List { get; private set; } = null!;

    /// <summary>The matches for the typed names, in the order typed.</summary>
    public IReadOnlyList<UnderstoodName> Understood { get; private set; } = [];

    private bool WantsJson => Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.Ordinal);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) =>
        !WantsJson ? await ShowAsync(id, cancellationToken)
        : await queries.StampAsync(HttpContext.Actor(), id, cancellationToken) is { } stamp ? new JsonResult(new { stamp }) : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, Guid? here, Guid? gone, CancellationToken cancellationToken)
    {
        var marked = await mark.RunAsync(HttpContext.Actor(), new(id, here ?? gone ?? Guid.Empty, here is not null), cancellationToken);
        if (await queries.HeadAsync(HttpContext.Actor(), id, texts.Language, cancellationToken) is not { } head)
        {
            return NotFound();
        }

        var said = marked.IsDone
            ? await words.OfAsync(marked.Value, head.Facts, cancellationToken)
            : new DoorAnswer(null, false, "", texts.Of(marked.Errors[0]), "");
        if (WantsJson)
        {
            return new JsonResult(said with { Counts = await words.CountsAsync(id, cancellationToken) })
            {
                StatusCode = marked.IsDone
                ? StatusCodes.Status200OK
                : StatusCodes.Status422UnprocessableEntity
            };
        }

        TempData["said"] = said.Said;
        return LocalRedirect($"{SiteUrls.Door(id)}?q={Uri.EscapeDataString(Search ?? "")}"
            + (marked.IsDone ? $"#p-{marked.Value.AttendanceId:N}" : ""));
    }

    /// <summary>
    /// Adds a person from the roster, or typed names: certain matches are checked in immediately, the others are shown first.
    /// </summary>
    public async Task<IActionResult> OnPostAddAsync(Guid id, Guid? member, CancellationToken cancellationToken)
    {
        if (member is { } chosen)
        {
            return await AdmitAsync(id, [new("Names", chosen, null)], cancellationToken);
        }

        Understood = await queries.UnderstandAsync(HttpContext.Actor(), Input.TakeNames(), cancellationToken);
        Input.Picks = [.. Understood.Select(DoorPick.Of)];
        ModelState.Clear();
        if (Understood.Count == 0)
        {
            ModelState.AddModelError("Input.Names", texts["Door.NoName"]);
        }
        else if (Input.HasUnread)
        {
            ModelState.AddModelError("Input.Names", texts["Events.NotNames"]);
        }

        return Input.IsPlain ? await AdmitAsync(id, Input.ToArrivals(), cancellationToken) : await ShowAsync(id, cancellationToken);
    }

    public async Task<IActionResult> OnPostAdmitAsync(Guid id, CancellationToken cancellationToken)
    {
        Understood =
            await queries.UnderstandAsync(HttpContext.Actor(), [.. Input.Picks.Select(p => p.Name).OfType<TypedName>()], cancellationToken);
        return Understood.Count == Input.Picks.Count && ModelState.IsValid
            ? await AdmitAsync(id, Input.ToArrivals(), cancellationToken)
            : await ShowAsync(id, cancellationToken);
    }

    private async Task<IActionResult> AdmitAsync(Guid id, IReadOnlyList<CheckIn.Arrival> arrivals, CancellationToken cancellationToken)
    {
        var admitted = await admit.RunAsync(HttpContext.Actor(), new(id, arrivals), cancellationToken);
        ModelState.Add(texts, admitted.Errors);
        TempData["said"] = admitted.IsDone ? texts.Count("Door.Admitted", admitted.Value) : null;
        return admitted.IsDone && string.IsNullOrEmpty(Input.Names)
            ? LocalRedirect(SiteUrls.Door(id))
            : await ShowAsync(id, cancellationToken, admitted.IsDone);
    }

    private async Task<IActionResult> ShowAsync(Guid id, CancellationToken cancellationToken, bool isAdmitted = false)
    {
        if (await queries.OpenAsync(HttpContext.Actor(), id, Search, texts.Language, cancellationToken) is not { } list)
        {
            return NotFound();
        }

        if (isAdmitted)
        {
            (Understood, Input.Picks) = ([], []);
        }

        List = list;
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
