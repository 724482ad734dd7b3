using CoalitionCms.Features.Accounts.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Accounts.Admin;

/// <summary>Who is to become an admin, and which rule is to be loosened, for a second admin to say yes or no.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
public sealed class RequestsModel(AdminGrants grants, DecideOnAdmin decide, AccountDesk desk, Texts texts) : PageModel
{
    /// <summary>Those that wait.</summary>
    public IReadOnlyList<AdminRequestRow> Requests { get; private set; } = [];

    /// <summary>The link of an invitation just approved. It is shown in this answer and kept nowhere; hence no redirect.</summary>
    public ShownLink? Link { get; private set; }

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(CancellationToken cancellationToken) => Requests = await grants.WaitingAsync(HttpContext.Actor(), cancellationToken);

    /// <summary>Says yes.</summary>
    public Task<IActionResult> OnPostApproveAsync(Guid id, CancellationToken cancellationToken) => DecideAsync(id, approve: true, cancellationToken);

    /// <summary>Says no, or takes one's own back.</summary>
    public Task<IActionResult> OnPostRefuseAsync(Guid id, CancellationToken cancellationToken) => DecideAsync(id, approve: false, cancellationToken);

    private async Task<IActionResult> DecideAsync(Guid id, bool approve, CancellationToken cancellationToken)
    {
        var outcome = await decide.RunAsync(HttpContext.Actor(), id, approve, cancellationToken);
        if (outcome is { IsDone: true, Value.Link: null })
        {
            TempData["done"] = !approve ? "Accounts.AdminRefused" : outcome.Value.IsRule ? "Accounts.RuleLoosened" : "Accounts.AdminApproved";
            return Redirect(SiteUrls.AdminRequests);
        }

        Link = outcome is { IsDone: true, Value.Link: { } link } ? ShownLink.Of(link, desk, texts) : null;
        ModelState.Add(texts, outcome.Refusals);
        await OnGetAsync(cancellationToken);
        return Page();
    }
}
