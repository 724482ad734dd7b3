using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Identity.Admin;

/// <summary>Who is to become an admin, and which rule is to be loosened, for a second admin to say yes or no.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
public sealed class RequestsModel(AdminGrants grants, DecideOnAdmin decide, AccountAdminQueries queries, Texts texts) : PageModel
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
        var result = await decide.RunAsync(HttpContext.Actor(), id, approve, cancellationToken);
        if (result is { IsDone: true, Value.Link: null })
        {
            TempData["done"] = !approve ? "Accounts.AdminRefused" : result.Value.IsRule ? "Accounts.RuleLoosened" : "Accounts.AdminApproved";
            return Redirect(SiteUrls.AdminRequests);
        }

        Link = result is { IsDone: true, Value.Link: { } link } ? ShownLink.Of(link, queries, texts) : null;
        ModelState.Add(texts, result.Errors);
        await OnGetAsync(cancellationToken);
        return Page();
    }
}
