using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Identity.Admin;

/// <summary>One account: its role, whether it may sign in, and a way back in for who forgot the password.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
public sealed class DetailsModel(AccountAdminQueries queries, ChangeRole changeRole, AdminGrants grants, AskForAdmin ask, DisableAccount disable, EnableAccount enable, MakeResetLink reset, RemoveFactors removeFactors, Texts texts) : PageModel
{
    /// <summary>The account's id.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The account.</summary>
    public AccountRow Account { get; private set; } = null!;

    /// <summary>A reset link just made.</summary>
    public ShownLink? Link { get; private set; }

    /// <summary>The roles, with the present one chosen.</summary>
    public IEnumerable<SelectListItem> Roles => Enum.GetValues<Role>().Select(r => new SelectListItem(texts.Of(r), r.ToString(), r == Account.Role));

    /// <summary>Shows the account.</summary>
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(Result.Done, cancellationToken);

    /// <summary>Gives another role.</summary>
    public async Task<IActionResult> OnPostRoleAsync([FromForm] Role? role, CancellationToken cancellationToken) =>
        role is { } wanted && await grants.NeedSecondAsync(HttpContext.Actor(), wanted, cancellationToken)
            ? await AnswerAsync(await ask.ForAccountAsync(HttpContext.Actor(), Id, cancellationToken), "Accounts.AdminAsked", cancellationToken)
            : await AnswerAsync(role is null ? Result.Failed(AccountsErrors.RoleUnknown) : await changeRole.RunAsync(HttpContext.Actor(), Id, role.Value, cancellationToken), "Accounts.RoleChanged", cancellationToken);

    /// <summary>Shuts out.</summary>
    public async Task<IActionResult> OnPostDisableAsync(CancellationToken cancellationToken) =>
        await AnswerAsync(await disable.RunAsync(HttpContext.Actor(), Id, cancellationToken), "Accounts.DisabledNow", cancellationToken);

    /// <summary>Lets in again.</summary>
    public async Task<IActionResult> OnPostEnableAsync(CancellationToken cancellationToken) =>
        await AnswerAsync(await enable.RunAsync(HttpContext.Actor(), Id, cancellationToken), "Accounts.EnabledNow", cancellationToken);

    /// <summary>Takes away second factors that were lost.</summary>
    public async Task<IActionResult> OnPostFactorsAsync(CancellationToken cancellationToken) =>
        await AnswerAsync(await removeFactors.RunAsync(HttpContext.Actor(), Id, cancellationToken), "Factors.RemovedOf", cancellationToken);

    /// <summary>Makes a reset link. It is shown in this answer and kept nowhere; hence no redirect.</summary>
    public async Task<IActionResult> OnPostResetAsync(CancellationToken cancellationToken)
    {
        var result = await reset.RunAsync(HttpContext.Actor(), Id, cancellationToken);
        Link = result.IsDone ? ShownLink.Of(result.Value, queries, texts) : null;
        return await ShowAsync(result, cancellationToken);
    }

    private async Task<IActionResult> AnswerAsync(Result result, string done, CancellationToken cancellationToken)
    {
        if (!result.IsDone)
        {
            return await ShowAsync(result, cancellationToken);
        }

        TempData["done"] = done;
        return Redirect($"/admin/accounts/{Id:D}");
    }

    private async Task<IActionResult> ShowAsync(Result result, CancellationToken cancellationToken)
    {
        ModelState.Clear();
        ModelState.Add(texts, result.Errors.Select(r => r with { Field = "" }));
        if (await queries.FindAsync(Id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        Account = found;
        return Page();
    }
}
