using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Identity.Admin;

/// <summary>Who may sign in, and who is invited.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
public sealed class IndexModel(AccountAdminQueries queries, AdminGrants grants, InviteAccount invite, Texts texts) : PageModel
{
    /// <summary>All accounts.</summary>
    public IReadOnlyList<AccountRow> Accounts { get; private set; } = [];

    /// <summary>Open invitations.</summary>
    public IReadOnlyList<InvitationRow> Invitations { get; private set; } = [];

    /// <summary>How many wait for a second admin.</summary>
    public int Waiting { get; private set; }

    /// <summary>Shows the lists.</summary>
    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Accounts = await queries.AllAsync(cancellationToken);
        Waiting = (await grants.WaitingAsync(HttpContext.Actor(), cancellationToken)).Count;
        Invitations = await queries.InvitationsAsync(cancellationToken);
    }

    /// <summary>Takes an invitation back.</summary>
    public async Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken cancellationToken)
    {
        var result = await invite.RevokeAsync(HttpContext.Actor(), id, cancellationToken);
        if (result.IsDone)
        {
            TempData["done"] = "Accounts.InvitationRevoked";
            return Redirect("/admin/accounts");
        }

        ModelState.Add(texts, result.Errors);
        await OnGetAsync(cancellationToken);
        return Page();
    }
}
