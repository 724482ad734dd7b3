using CoalitionCms.Features.Settings;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Identity.Admin;

/// <summary>What each role may do, and of whom a second factor is demanded.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
public sealed class RolesModel(SettingsAdminQueries queries, DemandSecondFactor demandFactor, Texts texts) : PageModel
{
    /// <summary>The roles.</summary>
    public static IReadOnlyList<Role> Roles { get; } = Enum.GetValues<Role>();

    /// <summary>Permissions, and who has them: asked of the rule itself, not written twice.</summary>
    public static IReadOnlyList<(Permission Permission, IReadOnlyList<bool> May)> Table { get; } =
        [.. Enum.GetValues<Permission>().Select(p => (p, (IReadOnlyList<bool>)[.. Roles.Select(r => Actor.Account(Guid.Empty, r).May(p))]))];

    /// <summary>Of whom.</summary>
    [BindProperty]
    public SecondFactorDemand Demand { get; set; }

    /// <summary>The choices.</summary>
    public IEnumerable<SelectListItem> Demands => Enum.GetValues<SecondFactorDemand>().Select(d => new SelectListItem(texts.Of(d), d.ToString()));

    /// <summary>Shows both.</summary>
    public async Task OnGetAsync(CancellationToken cancellationToken) => Demand = await queries.SecondFactorAsync(cancellationToken);

    /// <summary>Sets the demand.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var result = ModelState.IsValid ? await demandFactor.RunAsync(HttpContext.Actor(), Demand, cancellationToken) : null;
        if (result is { IsDone: true })
        {
            TempData["done"] = result.Value ? "Accounts.AdminAsked" : "Settings.Saved";
            return Redirect("/admin/accounts/roles");
        }

        ModelState.Add(texts, result?.Errors.Select(r => r with { Field = "" }) ?? []);
        return Page();
    }
}
