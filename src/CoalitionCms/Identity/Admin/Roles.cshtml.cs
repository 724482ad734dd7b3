using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Identity.Admin;

/// <summary>The permissions of each role, and the roles that require a second factor.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
internal sealed class RolesModel(SettingsAdminQueries queries, DemandSecondFactor demandFactor) : StaffPage
{
    public static IReadOnlyList<Role> Roles { get; } = Enum.GetValues<Role>();

    /// <summary>Permissions, and the roles that have them, as computed by the rule itself.</summary>
    public static IReadOnlyList<(Permission Permission, IReadOnlyList<bool> May)> Table { get; } =
        [.. Enum.GetValues<Permission>()
            .Select(p => (p, (IReadOnlyList<bool>)[.. Roles.Select(r => Domain.Actor.Account(Guid.Empty, r).May(p))]))];

    [BindProperty]
    public SecondFactorDemand Demand { get; set; }

    public IEnumerable<SelectListItem> Demands =>
        Enum.GetValues<SecondFactorDemand>().Select(d => new SelectListItem(Texts.Of(d), d.ToString()));

    public async Task OnGetAsync(CancellationToken cancellationToken) => Demand = await queries.SecondFactorAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var result = await demandFactor.RunAsync(Actor, Demand, cancellationToken);
        if (result.IsDone)
        {
            return Done(result.Value ? "Accounts.AdminAsked" : "Settings.Saved", "/admin/accounts/roles");
        }

        AddErrors(result.Errors.Select(r => r with { Field = "" }));
        return Page();
    }
}
