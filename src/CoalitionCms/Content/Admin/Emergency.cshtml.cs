using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>
/// Publishing without approval by a second person, in an emergency. Asks for identity confirmation, and is recorded in the log.
/// </summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
[StepUp(ToSee = true)]
internal sealed class EmergencyModel(EntryAdminQueries queries, RevisionAdminQueries revisions, PublishEntry publishEntry,
    PublishingChecklist checklist, Texts texts) : PageModel
{
    public OpenEntry Entry { get; private set; } = null!;
    public EntryAdminRow Line { get; private set; } = null!;
    public IReadOnlyList<CheckLine> Checks { get; private set; } = [];

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public long FactsVersion { get; set; }

    public FactsView PendingFacts { get; private set; } = null!;

    [BindProperty]
    public string? Despite { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        (Version, FactsVersion) = (Entry.Version, Entry.FactsVersion);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        var result =
            await publishEntry.RunInEmergencyAsync(HttpContext.Actor(), new(id, Version, Despite ?? "") { FactsVersion = FactsVersion },
            Reason ?? "", cancellationToken);
        if (result.IsDone)
        {
            TempData["done"] = "Entry.Published";
            return LocalRedirect(SiteUrls.Edit(Line.Kind, id));
        }

        foreach (var error in result.Errors)
        {
            ModelState.AddModelError(error.Field, texts.Of(error));
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(HttpContext.Actor(), id, cancellationToken) is not { } line)
        {
            return false;
        }

        (Line, Entry) = (line, (await queries.OpenAsync(HttpContext.Actor(), line.Kind, id, cancellationToken))!);
        PendingFacts =
            await revisions.ViewAsync(HttpContext.Actor(), line.Kind, Entry.PublicFactsJson is { } shown
            ? revisions.ChangesForReaders(line.Kind, shown, Entry.FactsJson)
            : [], cancellationToken);
        Checks = await checklist.RunAsync(new(id, Entry.ItemId, line.Kind, Entry.Language, Entry.Text, Entry.FactsJson,
            HttpContext.Actor()),
            cancellationToken);
        return true;
    }
}
