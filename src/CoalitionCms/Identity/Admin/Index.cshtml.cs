using CoalitionCms.Domain;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Identity.Admin;

[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
internal sealed class IndexModel(AccountAdminQueries queries, AdminGrants grants, InviteAccount invite) : StaffPage
{
    public IReadOnlyList<AccountRow> Accounts { get; private set; } = [];
    public IReadOnlyList<InvitationRow> Invitations { get; private set; } = [];
    public int Waiting { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Accounts = await queries.AllAsync(cancellationToken);
        Waiting = (await grants.WaitingAsync(Actor, cancellationToken)).Count;
        Invitations = await queries.InvitationsAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken cancellationToken)
    {
        var result = await invite.RevokeAsync(Actor, id, cancellationToken);
        if (result.IsDone)
        {
            return Done("Accounts.InvitationRevoked", "/admin/accounts");
        }

        AddErrors(result.Errors);
        await OnGetAsync(cancellationToken);
        return Page();
    }
}
