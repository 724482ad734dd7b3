using CoalitionCms.Domain;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Identity.Admin;

/// <summary>One account: its role, whether it may sign in, and a reset link for a user who forgot the password.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
internal sealed class DetailsModel(
    AccountAdminQueries queries, ChangeRole changeRole, AdminGrants grants, AskForAdmin ask, DisableAccount disable, EnableAccount enable,
        MakeResetLink reset, RemoveFactors removeFactors) : StaffPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public AccountRow Account { get; private set; } = null!;
    public ShownLink? Link { get; private set; }

    public IEnumerable<SelectListItem> Roles =>
        Enum.GetValues<Role>().Select(r => new SelectListItem(Texts.Of(r), r.ToString(), r == Account.Role));

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(Result.Done, cancellationToken);

    public async Task<IActionResult> OnPostRoleAsync([FromForm] Role? role, CancellationToken cancellationToken)
    {
        if (role is null)
        {
            return await ShowAsync(Result.Failed(AccountsErrors.RoleUnknown), cancellationToken);
        }

        return await grants.NeedSecondAsync(Actor, role.Value, cancellationToken)
            ? await AnswerAsync(await ask.ForAccountAsync(Actor, Id, cancellationToken), "Accounts.AdminAsked", cancellationToken)
            : await AnswerAsync(await changeRole.RunAsync(Actor, Id, role.Value, cancellationToken), "Accounts.RoleChanged",
            cancellationToken);
    }

    public async Task<IActionResult> OnPostDisableAsync(CancellationToken cancellationToken) =>
        await AnswerAsync(await disable.RunAsync(Actor, Id, cancellationToken), "Accounts.DisabledNow", cancellationToken);

    public async Task<IActionResult> OnPostEnableAsync(CancellationToken cancellationToken) =>
        await AnswerAsync(await enable.RunAsync(Actor, Id, cancellationToken), "Accounts.EnabledNow", cancellationToken);

    public async Task<IActionResult> OnPostFactorsAsync(CancellationToken cancellationToken) =>
        await AnswerAsync(await removeFactors.RunAsync(Actor, Id, cancellationToken), "Factors.RemovedOf", cancellationToken);

    /// <summary>Creates a reset link. It is shown in this response and not stored, so there is no redirect.</summary>
    public async Task<IActionResult> OnPostResetAsync(CancellationToken cancellationToken)
    {
        var result = await reset.RunAsync(Actor, Id, cancellationToken);
        Link = result.IsDone ? ShownLink.Of(result.Value, queries, Texts) : null;
        return await ShowAsync(result, cancellationToken);
    }

    private async Task<IActionResult> AnswerAsync(Result result, string done, CancellationToken cancellationToken) =>
        result.IsDone ? Done(done, $"/admin/accounts/{Id:D}") : await ShowAsync(result, cancellationToken);

    private async Task<IActionResult> ShowAsync(Result result, CancellationToken cancellationToken)
    {
        ShowErrors(result.Errors);
        if (await queries.FindAsync(Id, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        Account = found;
        return Page();
    }
}
