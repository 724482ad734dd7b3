using CoalitionCms.Domain;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Features.Members;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>Merges two roster entries of one person: choose the other entry, preview the result, merge.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
[StepUp]
internal sealed class MergeModel(MemberAdminQueries members, DuplicateMembers duplicates, MergeMembers mergeMembers) : StaffPage
{
    [BindProperty(SupportsGet = true)]
    public Guid? Other { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    public OpenMember Member { get; private set; } = null!;

    /// <summary>Possible duplicates, or search results.</summary>
    public IReadOnlyList<MemberRow> Choices { get; private set; } = [];

    /// <summary>The preview of the merge; null before the other entry is chosen.</summary>
    public MergePreview? Preview { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await members.FindAsync(Actor, id, cancellationToken) is not { } member)
        {
            return NotFound();
        }

        Member = member;
        Preview = Other is { } other ? await duplicates.PreviewAsync(Actor, id, other, cancellationToken) : null;
        if (Preview?.Error is { } error && ModelState.IsValid)
        {
            ModelState.AddModelError("", Texts.Of(error));
        }

        Choices = string.IsNullOrWhiteSpace(Search)
            ? await duplicates.OfAsync(Actor, id, cancellationToken)
            : [.. (await members.ListAsync(Actor, Search, null, cancellationToken))!.Rows.Where(m => m.MemberId != id)];
        return Other is not null && Preview is null ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, long kept, long gone, CancellationToken cancellationToken)
    {
        var merged = await mergeMembers.RunAsync(Actor, new(id, Other ?? Guid.Empty, kept, gone), cancellationToken);
        if (merged.IsDone)
        {
            return Done("Merge.Done", SiteUrls.Member(id));
        }

        ModelState.AddModelError("", Texts.Of(merged.Errors[0]));
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await OnGetAsync(id, cancellationToken);
    }
}
