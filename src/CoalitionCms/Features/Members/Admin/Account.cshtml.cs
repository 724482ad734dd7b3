using CoalitionCms.Identity;
using CoalitionCms.Features.Members.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.Members.Admin;

/// <summary>Which account is a member's.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
public sealed class AccountModel(MemberAdminQueries queries, LinkAccount linkAccount, Texts texts) : PageModel
{
    /// <summary>What is chosen.</summary>
    [BindProperty]
    public LinkForm Input { get; set; } = new();

    /// <summary>The member as it stands.</summary>
    public LinkedMember Member { get; private set; } = null!;

    /// <summary>The accounts to choose from.</summary>
    public IEnumerable<SelectListItem> Accounts => [new(texts["Members.NoAccount"], ""), .. Member.Accounts.Select(a => new SelectListItem(a.Value, a.Key.ToString("D")))];

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        (Input.AccountId, Input.Version) = (Member.AccountId, Member.Version);
        return Page();
    }

    /// <summary>Links or unlinks.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        var linked = ModelState.IsValid ? await linkAccount.RunAsync(HttpContext.Actor(), new(id, Input.AccountId, Input.Version), cancellationToken) : null;
        if (linked is { IsDone: true })
        {
            TempData["done"] = Input.AccountId is null ? "Members.Unlinked" : "Members.Linked";
            return LocalRedirect(SiteUrls.MemberAccount(id));
        }

        ModelState.Add(texts, linked?.Errors ?? []);
        ModelState.Remove("Input.Version");
        Input.Version = Member.Version;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.LinkAsync(HttpContext.Actor(), id, cancellationToken) is not { } member)
        {
            return false;
        }

        Member = member;
        return true;
    }
}

/// <summary>The choice as form fields.</summary>
public sealed class LinkForm
{
    /// <summary>The account; null for none.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>Version that the form was opened on.</summary>
    public long Version { get; set; }
}
