using CoalitionCms.Domain;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Identity.Own;

/// <summary>Asks a signed-in user for identity confirmation before an action that cannot be undone.</summary>
[Authorize(Policy = SessionPrincipal.EvenInGrace)]
internal sealed class ConfirmModel(SecondFactorQueries queries, ConfirmIdentity confirm, PasskeyCeremony ceremony) : StaffPage
{
    [BindProperty]
    public ConfirmIdentity.Input Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public ConfirmForm Form { get; private set; } = null!;

    private PendingFormPost? Pending => Request.HasFormContentType ? PendingFormPost.OfSignIn(Request.Form) : null;

    public Task<IActionResult> OnGetAsync() => AskAsync();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        await AnswerAsync(await confirm.RunAsync(Actor, User.SessionId(), Input, cancellationToken));

    public async Task<IActionResult> OnPostPasskeyAsync(PasskeyAnswer answer, CancellationToken cancellationToken)
    {
        var proven = await ceremony.ProvenAsync(HttpContext, Actor.AccountId ?? Guid.Empty, answer);
        return await AnswerAsync(await confirm.RunAsync(Actor, User.SessionId(), proven, cancellationToken));
    }

    private async Task<IActionResult> AnswerAsync(Result result)
    {
        if (!result.IsDone)
        {
            ModelState.Clear();
            AddErrors(result.Errors);
            return await AskAsync();
        }

        return Pending is { } pending ? PendingFormAnswers.Send(HttpContext, pending, StatusCodes.Status200OK)
            : Redirect(OwnPath.OrFallback(ReturnUrl));
    }

    private async Task<IActionResult> AskAsync()
    {
        Form = (await queries.ToConfirmAsync(HttpContext, ReturnUrl, Pending)) with { Input = new() };
        return Page();
    }
}
