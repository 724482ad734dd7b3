using CoalitionCms.Domain;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Identity;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.Members.Admin;

[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
internal sealed class AccountModel(MemberAdminQueries queries, LinkAccount linkAccount) : StaffPage
{
    [BindProperty]
    public LinkForm Input { get; set; } = new();

    public LinkedMember Member { get; private set; } = null!;

    public IEnumerable<SelectListItem> Accounts =>
        [new(Texts["Members.NoAccount"], ""), .. Member.Accounts.Select(a => new SelectListItem(a.Value, a.Key.ToString("D")))];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        (Input.AccountId, Input.Version) = (Member.AccountId, Member.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        var linked = ModelState.IsValid ? await linkAccount.RunAsync(Actor, new(id, Input.AccountId, Input.Version), cancellationToken)
            : null;
        if (linked is { IsDone: true })
        {
            return Done(Input.AccountId is null ? "Members.Unlinked" : "Members.Linked", SiteUrls.MemberAccount(id));
        }

        ModelState.Remove("Input.Version");
        Input.Version = Member.Version;
        return Again(linked?.Errors ?? []);
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.LinkAsync(Actor, id, cancellationToken) is not { } member)
        {
            return false;
        }

        Member = member;
        return true;
    }
}

internal sealed class LinkForm
{
    public Guid? AccountId { get; set; }
    public long Version { get; set; }
}
