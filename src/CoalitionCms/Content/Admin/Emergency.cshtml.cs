using CoalitionCms.Identity;
using CoalitionCms.Content.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Content.Admin;

/// <summary>Publishing without a second pair of eyes, for an emergency. Asks again who it is, and leaves a mark in the log.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
[StepUp(ToSee = true)]
public sealed class EmergencyModel(EntryAdminQueries queries, RevisionAdminQueries revisions, PublishEntry publishEntry, PublishingChecklist checklist, Texts texts) : PageModel
{
    /// <summary>The entry.</summary>
    public OpenEntry Entry { get; private set; } = null!;

    /// <summary>Its kind and state.</summary>
    public EntryAdminRow Line { get; private set; } = null!;

    /// <summary>The checklist.</summary>
    public IReadOnlyList<CheckLine> Checks { get; private set; } = [];

    /// <summary>Why.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The version looked at.</summary>
    [BindProperty]
    public long Version { get; set; }

    /// <summary>The facts looked at.</summary>
    [BindProperty]
    public long FactsVersion { get; set; }

    /// <summary>Facts that become public with it, in every language.</summary>
    public FactsView PendingFacts { get; private set; } = null!;

    /// <summary>Warnings that are confirmed.</summary>
    [BindProperty]
    public string? Despite { get; set; }

    /// <summary>Asks.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        (Version, FactsVersion) = (Entry.Version, Entry.FactsVersion);
        return Page();
    }

    /// <summary>Publishes.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        var result = await publishEntry.RunInEmergencyAsync(HttpContext.Actor(), new(id, Version, Despite ?? "") { FactsVersion = FactsVersion }, Reason ?? "", cancellationToken);
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
        PendingFacts = await revisions.ViewAsync(line.Kind, Entry.PublicFactsJson is { } shown ? revisions.Changes(line.Kind, shown, Entry.FactsJson) : [], cancellationToken);
        Checks = await checklist.RunAsync(new(id, Entry.ItemId, line.Kind, Entry.Language, Entry.Text, Entry.FactsJson), cancellationToken);
        return true;
    }
}
