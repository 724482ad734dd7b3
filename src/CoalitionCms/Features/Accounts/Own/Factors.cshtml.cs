using CoalitionCms.Features.Accounts.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Accounts.Own;

/// <summary>One's own second factors: passkeys, authenticator app, recovery codes.</summary>
[Authorize(Policy = SessionPrincipal.EvenInGrace)]
[StepUp]
public sealed class FactorsModel(FactorDesk desk, AccountDesk accounts, RenamePasskey rename, RemoveFactor remove, MakeRecoveryCodes make, Texts texts) : PageModel
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
        await AnswerAsync(await rename.RunAsync(HttpContext.Actor(), FactorDesk.IdOf(id), name ?? "", cancellationToken), null, "Factors.Renamed", cancellationToken);

    /// <summary>Takes a passkey away.</summary>
    public async Task<IActionResult> OnPostRemovePasskeyAsync(string? id, CancellationToken cancellationToken)
    {
        var outcome = await remove.PasskeyAsync(HttpContext.Actor(), FactorDesk.IdOf(id), cancellationToken);
        return await AnswerAsync(outcome, outcome.IsDone ? outcome.Value : null, "Factors.Removed", cancellationToken);
    }

    /// <summary>Takes the app away.</summary>
    public async Task<IActionResult> OnPostRemoveAppAsync(CancellationToken cancellationToken)
    {
        var outcome = await remove.AppAsync(HttpContext.Actor(), cancellationToken);
        return await AnswerAsync(outcome, outcome.IsDone ? outcome.Value : null, "Factors.Removed", cancellationToken);
    }

    /// <summary>Makes new recovery codes.</summary>
    public async Task<IActionResult> OnPostCodesAsync(CancellationToken cancellationToken)
    {
        var outcome = await make.RunAsync(HttpContext.Actor(), cancellationToken);
        if (outcome.IsDone)
        {
            Codes = outcome.Value.Codes;
            await HttpContext.SignInAgainAsync(outcome.Value.Account);
        }

        return await ShowAsync(outcome.Refusals, cancellationToken);
    }

    private async Task<IActionResult> AnswerAsync(Outcome outcome, Account? endedSessionsOf, string done, CancellationToken cancellationToken)
    {
        if (!outcome.IsDone)
        {
            return outcome.Refusals.Contains(AccountsRefusals.NoSuchPasskey) ? NotFound() : await ShowAsync(outcome.Refusals, cancellationToken);
        }

        if (endedSessionsOf is not null)
        {
            await HttpContext.SignInAgainAsync(endedSessionsOf);
        }

        TempData["done"] = done;
        return Redirect(SignInAnswers.FactorsPath);
    }

    private async Task<IActionResult> ShowAsync(IReadOnlyList<Refusal> refusals, CancellationToken cancellationToken)
    {
        ModelState.Clear();
        ModelState.Add(texts, refusals.Select(r => r with { Field = "" }));
        Own = await desk.OwnAsync(HttpContext.Actor(), cancellationToken);
        return Page();
    }
}
