using CoalitionCms.Domain;
using CoalitionCms.Features.Settings;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Identity.Admin;

/// <summary>
/// Requests to make somebody an admin, to relax a safeguard or to change what readers trust, for a second admin to approve or refuse.
/// </summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
internal sealed class RequestsModel(
    AdminGrants grants, DecideOnAdmin decide, IEnumerable<IChangeByTwo> changes, AccountAdminQueries queries) : StaffPage
{
    public IReadOnlyList<AdminRequestRow> Requests { get; private set; } = [];

    /// <summary>The link of an invitation just approved. It is shown in this response and not stored, so there is no redirect.</summary>
    public ShownLink? Link { get; private set; }

    /// <summary>Returns what a change would make public; nothing for other requests.</summary>
    public IReadOnlyList<ProposedValue> ProposedBy(AdminRequestRow request) =>
        request.Proposal.Length == 0 ? [] : changes.Single(c => c.Rule == request.Rule).Read(request.Proposal);

    public async Task OnGetAsync(CancellationToken cancellationToken) => Requests = await grants.WaitingAsync(Actor, cancellationToken);

    public Task<IActionResult> OnPostApproveAsync(Guid id, CancellationToken cancellationToken) =>
        DecideAsync(id, approve: true, cancellationToken);

    public Task<IActionResult> OnPostRefuseAsync(Guid id, CancellationToken cancellationToken) =>
        DecideAsync(id, approve: false, cancellationToken);

    private async Task<IActionResult> DecideAsync(Guid id, bool approve, CancellationToken cancellationToken)
    {
        var result = await decide.RunAsync(Actor, id, approve, cancellationToken);
        if (result is { IsDone: true, Value.Link: null })
        {
            return Done(!approve
                ? "Accounts.AdminRefused"
                : result.Value.IsChange
                ? "Accounts.ChangeMade"
                : result.Value.IsRule
                ? "Accounts.RuleLoosened"
                : "Accounts.AdminApproved",
                SiteUrls.AdminRequests);
        }

        Link = result is { IsDone: true, Value.Link: { } link } ? ShownLink.Of(link, queries, Texts) : null;
        AddErrors(result.Errors);
        await OnGetAsync(cancellationToken);
        return Page();
    }
}
