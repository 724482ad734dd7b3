using CoalitionCms.Domain;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Members.Admin;

/// <summary>A member of the roster; the id is that of a member, or <c>new</c>.</summary>
[Authorize(Policy = nameof(Permission.TakeAttendance))]
internal sealed class EditModel(MemberAdminQueries queries, SaveMember saveMember) : StaffPage
{
    [BindProperty]
    public MemberForm Input { get; set; } = new();

    public OpenMember? Newer { get; private set; }
    public bool IsNew { get; private set; }
    public Guid? MemberId { get; private set; }

    public bool MaySeeAccounts => Actor.May(Permission.ManageAccounts);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        IsNew = id == "new";
        if (IsNew)
        {
            Input.NewId = Guid.CreateVersion7();
            return Page();
        }

        if (await FindAsync(id, cancellationToken) is not { } member)
        {
            return NotFound();
        }

        Input = MemberForm.Of(member);
        return Page();
    }

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
        if (!ModelState.IsValid || errors.Count > 0)
        {
            return Again(errors);
        }

        var saved = await saveMember.RunAsync(Actor, input, cancellationToken);
        if (saved.IsDone)
        {
            return Done("Members.Saved", SiteUrls.Members);
        }

        if (saved.Errors.Contains(MembersErrors.ProofNeeded))
        {
            return await StepUpAttribute.AskAsync(HttpContext, isPost: true);
        }

        if (!saved.Errors.Contains(MembersErrors.Stale))
        {
            return Again(saved.Errors);
        }

        Newer = await FindAsync(id, cancellationToken);
        Input.Version = Newer!.Version;
        return Conflict(saved.Errors);
    }

    private async Task<OpenMember?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var found = Guid.TryParse(id, out var memberId) ? await queries.FindAsync(Actor, memberId, cancellationToken) : null;
        MemberId = found?.MemberId;
        return found;
    }
}
