using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Identity.Own;

/// <summary>Asks somebody signed in once more who it is, before something that cannot be taken back.</summary>
[Authorize(Policy = SessionPrincipal.EvenInGrace)]
public sealed class ConfirmModel(SecondFactorQueries queries, ConfirmIdentity confirm, PasskeyCeremony ceremony, Texts texts) : PageModel
{
    /// <summary>What is typed.</summary>
    [BindProperty]
    public ConfirmIdentity.Input Input { get; set; } = new();

    /// <summary>Where to go then.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>The form as it is shown.</summary>
    public ConfirmForm Form { get; private set; } = null!;

    private PendingFormPost? Kept => Request.HasFormContentType ? PendingFormPost.OfSignIn(Request.Form) : null;

    /// <summary>Asks.</summary>
    public Task<IActionResult> OnGetAsync() => AskAsync();

    /// <summary>Takes a code or the password.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        await AnswerAsync(await confirm.RunAsync(HttpContext.Actor(), User.SessionId(), Input, cancellationToken));

    /// <summary>Takes a passkey.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync(PasskeyAnswer answer, CancellationToken cancellationToken)
    {
        var actor = HttpContext.Actor();
        var proven = await ceremony.ProvenAsync(HttpContext, actor.AccountId ?? Guid.Empty, answer);
        return await AnswerAsync(await confirm.RunAsync(actor, User.SessionId(), proven, cancellationToken));
    }

    private async Task<IActionResult> AnswerAsync(Result result)
    {
        if (!result.IsDone)
        {
            ModelState.Clear();
            ModelState.Add(texts, result.Errors);
            return await AskAsync();
        }

        return Kept is { } kept ? PendingFormAnswers.Send(HttpContext, kept, StatusCodes.Status200OK) : Redirect(OwnPath.OrFallback(ReturnUrl));
    }

    private async Task<IActionResult> AskAsync()
    {
        Form = (await queries.ToConfirmAsync(HttpContext, ReturnUrl, Kept)) with { Input = new() };
        return Page();
    }
}
