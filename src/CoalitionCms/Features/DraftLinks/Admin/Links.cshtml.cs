using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Features.DraftLinks.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.DraftLinks.Admin;

/// <summary>Makes links to a draft for readers without an account, and revokes them.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class LinksModel(EntryAdminQueries queries, DraftLinkAdminQueries links, MakeDraftLink make, RevokeDraftLink revoke)
    : StaffPage
{
    public EntryAdminRow Entry { get; private set; } = null!;
    public IReadOnlyList<DraftLinkRow> Links { get; private set; } = [];

    /// <summary>What must be confirmed before somebody outside sees the text.</summary>
    public IReadOnlyList<CheckLine> Warnings { get; private set; } = [];

    public string ToConfirm => PublishingChecklist.ToConfirm(Warnings);

    /// <summary>The version that a link made now leads to.</summary>
    public long Version { get; private set; }

    /// <summary>The link just made; its address is shown in this answer alone.</summary>
    public MakeDraftLink.Made? Made { get; private set; }

    public string Until => Made is null ? "" : links.Moment(Made.ExpiresAt, Texts);

    public IEnumerable<SelectListItem> Days => DraftLink.Days.Select(d => new SelectListItem(Texts.Count("DraftLinks.Days", d), $"{d}"));

    [BindProperty]
    public MakeDraftLink.Input Input { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    /// <summary>Makes a link. It is shown in this response and not stored, so there is no redirect.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        var result = ModelState.IsValid
            ? await make.RunAsync(Actor, id, Input, cancellationToken)
            : Result.Failed<MakeDraftLink.Made>(DraftLinkErrors.DaysUnknown);
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        if (!result.IsDone)
        {
            return Again(result.Errors);
        }

        ModelState.Clear();
        (Made, Input) = (result.Value, new());
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, Guid link, CancellationToken cancellationToken)
    {
        var result = await revoke.RunAsync(Actor, id, link, cancellationToken);
        if (result.IsDone)
        {
            return Done("DraftLinks.Revoked", SiteUrls.DraftLinks(id));
        }

        ShowErrors(result.Errors);
        return await LoadAsync(id, cancellationToken) ? Page() : NotFound();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(Actor, id, cancellationToken) is not { } entry
            || await queries.OpenAsync(Actor, entry.Kind, id, cancellationToken) is not { } open)
        {
            return false;
        }

        (Entry, Version, Links) = (entry, open.Version, await links.ListAsync(id, cancellationToken));
        Warnings = await make.WarningsAsync(Actor, id, cancellationToken);
        return true;
    }
}
