using CoalitionCms.Identity;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Members.Admin;

/// <summary>One person who stands on the roster twice: choose the other line, see what comes of it, put them together.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
[StepUp]
public sealed class MergeModel(MemberAdminQueries members, DuplicateMembers doubles, MergeMembers mergeMembers, Texts texts) : PageModel
{
    /// <summary>The other line.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Other { get; set; }

    /// <summary>Part of a name to look for.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    /// <summary>This line.</summary>
    public OpenMember Member { get; private set; } = null!;

    /// <summary>Who may be the same person, or was searched for.</summary>
    public IReadOnlyList<MemberRow> Choices { get; private set; } = [];

    /// <summary>What will come of it; null before the other line is chosen.</summary>
    public MergePreview? Preview { get; private set; }

    /// <summary>Shows choices, or what will come of it.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var actor = HttpContext.Actor();
        if (await members.FindAsync(actor, id, cancellationToken) is not { } member)
        {
            return NotFound();
        }

        Member = member;
        Preview = Other is { } other ? await doubles.PreviewAsync(actor, id, other, cancellationToken) : null;
        if (Preview?.Error is { } error && ModelState.IsValid)
        {
            ModelState.AddModelError("", texts.Of(error));
        }

        Choices = string.IsNullOrWhiteSpace(Search)
            ? await doubles.OfAsync(actor, id, cancellationToken)
            : [.. (await members.ListAsync(actor, Search, null, cancellationToken))!.Lines.Where(m => m.MemberId != id)];
        return Other is not null && Preview is null ? NotFound() : Page();
    }

    /// <summary>Puts them together.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, long kept, long gone, CancellationToken cancellationToken)
    {
        var merged = await mergeMembers.RunAsync(HttpContext.Actor(), new(id, Other ?? Guid.Empty, kept, gone), cancellationToken);
        if (merged.IsDone)
        {
            TempData["done"] = "Merge.Done";
            return LocalRedirect(SiteUrls.Member(id));
        }

        ModelState.AddModelError("", texts.Of(merged.Errors[0]));
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await OnGetAsync(id, cancellationToken);
    }
}
