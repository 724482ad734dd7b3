using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Identity.Own;

/// <summary>One's own second factors: passkeys, authenticator app, recovery codes.</summary>
[Authorize(Policy = SessionPrincipal.EvenInGrace)]
[StepUp]
public sealed class FactorsModel(SecondFactorQueries queries, AccountAdminQueries accounts, RenamePasskey rename, RemoveFactor remove, MakeRecoveryCodes make, Texts texts) : PageModel
{
    /// <summary>What there is.</summary>
    public OwnFactors Own { get; private set; } = null!;

    /// <summary>Recovery codes just made. They are shown in this answer and kept nowhere; hence no redirect.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    /// <summary>An instant for people.</summary>
    public string Moment(DateTime utc) => accounts.Moment(utc, texts);

    /// <summary>Shows them.</summary>
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync([], cancellationToken);

    /// <summary>Gives a passkey another name.</summary>
    public async Task<IActionResult> OnPostRenameAsync(string? id, string? name, CancellationToken cancellationToken) =>
        await AnswerAsync(await rename.RunAsync(HttpContext.Actor(), SecondFactorQueries.IdOf(id), name ?? "", cancellationToken), null, "Factors.Renamed", cancellationToken);

    /// <summary>Takes a passkey away.</summary>
    public async Task<IActionResult> OnPostRemovePasskeyAsync(string? id, CancellationToken cancellationToken)
    {
        var result = await remove.PasskeyAsync(HttpContext.Actor(), SecondFactorQueries.IdOf(id), cancellationToken);
        return await AnswerAsync(result, result.IsDone ? result.Value : null, "Factors.Removed", cancellationToken);
    }

    /// <summary>Takes the app away.</summary>
    public async Task<IActionResult> OnPostRemoveAppAsync(CancellationToken cancellationToken)
    {
        var result = await remove.AppAsync(HttpContext.Actor(), cancellationToken);
        return await AnswerAsync(result, result.IsDone ? result.Value : null, "Factors.Removed", cancellationToken);
    }

    /// <summary>Makes new recovery codes.</summary>
    public async Task<IActionResult> OnPostCodesAsync(CancellationToken cancellationToken)
    {
        var result = await make.RunAsync(HttpContext.Actor(), cancellationToken);
        if (result.IsDone)
        {
            Codes = result.Value.Codes;
            await HttpContext.SignInAgainAsync(result.Value.Account);
        }

        return await ShowAsync(result.Errors, cancellationToken);
    }

    private async Task<IActionResult> AnswerAsync(Result result, Account? endedSessionsOf, string done, CancellationToken cancellationToken)
    {
        if (!result.IsDone)
        {
            return result.Errors.Contains(AccountsErrors.NoSuchPasskey) ? NotFound() : await ShowAsync(result.Errors, cancellationToken);
        }

        if (endedSessionsOf is not null)
        {
            await HttpContext.SignInAgainAsync(endedSessionsOf);
        }

        TempData["done"] = done;
        return Redirect(SignInAnswers.FactorsPath);
    }

    private async Task<IActionResult> ShowAsync(IReadOnlyList<Error> errors, CancellationToken cancellationToken)
    {
        ModelState.Clear();
        ModelState.Add(texts, errors.Select(r => r with { Field = "" }));
        Own = await queries.OwnAsync(HttpContext.Actor(), cancellationToken);
        return Page();
    }
}
