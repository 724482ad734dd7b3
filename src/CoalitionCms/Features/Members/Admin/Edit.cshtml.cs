using CoalitionCms.Identity;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Members.Admin;

/// <summary>One line of the roster; the id is a member or <c>new</c>.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
public sealed class EditModel(MemberAdminQueries queries, SaveMember saveMember, Texts texts) : PageModel
{
    /// <summary>What is typed.</summary>
    [BindProperty]
    public MemberForm Input { get; set; } = new();

    /// <summary>What somebody else saved meanwhile.</summary>
    public OpenMember? Newer { get; private set; }

    /// <summary>True for somebody who is not on the roster yet.</summary>
    public bool IsNew { get; private set; }

    /// <summary>The member; null for somebody new.</summary>
    public Guid? MemberId { get; private set; }

    /// <summary>True for who may say which account is whose.</summary>
    public bool MaySeeAccounts => HttpContext.Actor().May(Permission.ManageAccounts);

    /// <summary>Opens the form.</summary>
    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        IsNew = id == "new";
        if (IsNew)
        {
            return Page();
        }

        if (await FindAsync(id, cancellationToken) is not { } member)
        {
            return NotFound();
        }

        Input = MemberForm.Of(member);
        return Page();
    }

    /// <summary>Saves.</summary>
    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        IsNew = id == "new";
        var member = IsNew ? null : await FindAsync(id, cancellationToken);
        if (!IsNew && member is null)
        {
            return NotFound();
        }

        var errors = new List<Error>();
        var input = Input.ToInput(member?.MemberId, errors);
        ModelState.Add(texts, errors);
        var saved = ModelState.IsValid ? await saveMember.RunAsync(HttpContext.Actor(), input, cancellationToken) : null;
        if (saved is { IsDone: true })
        {
            TempData["done"] = "Members.Saved";
            return LocalRedirect(SiteUrls.Members);
        }

        ModelState.Add(texts, saved?.Errors ?? []);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        if (saved?.Errors.Contains(MembersErrors.Stale) == true)
        {
            // Both stand on the page; saving again means having seen the other one.
            Newer = await FindAsync(id, cancellationToken);
            Input.Version = Newer!.Version;
            ModelState.Remove("Input.Version");
            Response.StatusCode = StatusCodes.Status409Conflict;
        }

        return Page();
    }

    private async Task<OpenMember?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var found = Guid.TryParse(id, out var memberId) ? await queries.FindAsync(HttpContext.Actor(), memberId, cancellationToken) : null;
        MemberId = found?.MemberId;
        return found;
    }
}
