using CoalitionCms.Domain;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Identity.Own;

[Authorize(Policy = SessionPrincipal.EvenInGrace)]
[StepUp]
internal sealed class FactorsModel(SecondFactorQueries queries, AccountAdminQueries accounts, RenamePasskey rename, RemoveFactor remove,
    MakeRecoveryCodes make)
    : StaffPage
{
    public OwnFactors Own { get; private set; } = null!;

    /// <summary>Recovery codes just created. They are shown in this response and not stored, so there is no redirect.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    public string Moment(DateTime utc) => accounts.Moment(utc, Texts);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync([], cancellationToken);

    public async Task<IActionResult> OnPostRenameAsync(string? id, string? name, CancellationToken cancellationToken)
    {
        var result = await rename.RunAsync(Actor, SecondFactorQueries.IdOf(id), name ?? "", cancellationToken);
        return result.IsDone ? Done("Factors.Renamed", SignInAnswers.FactorsPath) : await RefuseAsync(result, cancellationToken);
    }

    public async Task<IActionResult> OnPostRemovePasskeyAsync(string? id, CancellationToken cancellationToken) =>
        await RemovedAsync(await remove.PasskeyAsync(Actor, SecondFactorQueries.IdOf(id), cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostRemoveAppAsync(CancellationToken cancellationToken) =>
        await RemovedAsync(await remove.AppAsync(Actor, cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostCodesAsync(CancellationToken cancellationToken)
    {
        var result = await make.RunAsync(Actor, cancellationToken);
        if (result.IsDone)
        {
            Codes = result.Value.Codes;
            await HttpContext.SignInAgainAsync(result.Value.Account);
        }

        return await ShowAsync(result.Errors, cancellationToken);
    }

    private async Task<IActionResult> RemovedAsync(Result<Account> result, CancellationToken cancellationToken)
    {
        if (!result.IsDone)
        {
            return await RefuseAsync(result, cancellationToken);
        }

        await HttpContext.SignInAgainAsync(result.Value);
        return Done("Factors.Removed", SignInAnswers.FactorsPath);
    }

    private async Task<IActionResult> RefuseAsync(Result result, CancellationToken cancellationToken) =>
        result.Errors.Contains(AccountsErrors.NoSuchPasskey) ? NotFound() : await ShowAsync(result.Errors, cancellationToken);

    private async Task<IActionResult> ShowAsync(IReadOnlyList<Error> errors, CancellationToken cancellationToken)
    {
        ShowErrors(errors);
        Own = await queries.OwnAsync(Actor, cancellationToken);
        return Page();
    }
}
