using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Content.Admin;

/// <summary>The newest saved text of an entry, as its page would show it, with the remarks on its passages beside it.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
internal sealed class RemarksModel(EntryAdminQueries queries, RemarkAdminQueries remarks, ActOnRemarks acts, MediaQueries media) : StaffPage
{
    public EntryAdminRow Entry { get; private set; } = null!;
    public OpenEntry Open { get; private set; } = null!;
    public SafeHtml Body { get; private set; } = null!;
    public IReadOnlyList<RemarkRow> OpenRemarks { get; private set; } = [];
    public IReadOnlyList<RemarkRow> Resolved { get; private set; } = [];

    [BindProperty]
    public RemarkForm Remark { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        Remark = new() { NewId = Guid.CreateVersion7() };
        return await LoadAsync(id, cancellationToken) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm(Name = "do")] string? button, CancellationToken cancellationToken)
    {
        if (RemarkButton.Of(button) is not { } pressed)
        {
            return BadRequest();
        }

        var result = await pressed.PressAsync(acts, Actor, id, Remark, cancellationToken);
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        return result.IsDone ? Done(pressed.Message, SiteUrls.Remarks(id)) : Again(pressed.Place(result.Errors), nameof(Remark));
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(Actor, id, cancellationToken) is not { } entry
            || await queries.OpenAsync(Actor, entry.Kind, id, cancellationToken) is not { } open)
        {
            return false;
        }

        media.ServeFrom(MediaView.StaffRoot);
        (Entry, Open) = (entry, open);
        Body = MarkdownText.ToHtml(open.Text.Body, open.Language.Code,
            await media.LookupAsync(open.Language, cancellationToken, open.Text.Body));
        OpenRemarks = await remarks.OpenAsync(id, open.Text, cancellationToken);
        Resolved = await remarks.ResolvedAsync(id, open.Text, cancellationToken);
        return true;
    }
}
