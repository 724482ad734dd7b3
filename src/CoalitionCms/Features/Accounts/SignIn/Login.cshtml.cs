using CoalitionCms.Features.Accounts.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Hosting;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace CoalitionCms.Features.Accounts.SignIn;

/// <summary>Signing in, by password and code or by passkey; and after it, sending what a session that ended had kept back.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class LoginModel(OpenSession open, CompleteSignIn complete, OpenSessionByPasskey byPasskey, PasskeyCeremony ceremony, KnownBrowsers browsers, Texts texts) : PageModel
{
    /// <summary>What is typed.</summary>
    [BindProperty]
    public OpenSession.Input Input { get; set; } = new();

    /// <summary>Where to go then.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Why one is here, if not to sign in.</summary>
    public LoginNotice? After => Enum.TryParse<LoginNotice>(Request.Query["after"], out var notice) && Enum.IsDefined(notice) ? notice : null;

    /// <summary>The form as it is shown.</summary>
    public LoginForm Form { get; private set; } = new();

    /// <summary>Asks.</summary>
    public Task<IActionResult> OnGetAsync() => AskAsync(null);

    /// <summary>Signs in by password, or goes on to the second step.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var outcome = await open.RunAsync(Input, browsers.SourceOf(HttpContext), cancellationToken);
        ModelState.Add(texts, outcome.Refusals);
        return outcome.IsDone && outcome.Value.Account is { } account ? await EnterAsync(account) : await AskAsync(outcome.IsDone ? outcome.Value.Pending : null);
    }

    /// <summary>Takes the second step.</summary>
    public async Task<IActionResult> OnPostCodeAsync(string? pending, string? code, CancellationToken cancellationToken)
    {
        var outcome = await complete.RunAsync(pending, code, browsers.SourceOf(HttpContext), cancellationToken);
        return outcome.IsDone ? await EnterAsync(outcome.Value) : await RefuseAsync(outcome, outcome.Refusals.Contains(AccountsRefusals.SignInOver) ? null : complete.Pending(pending));
    }

    /// <summary>Signs in by passkey alone.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync(PasskeyAnswer answer, string? pending, CancellationToken cancellationToken)
    {
        var proven = await ceremony.ProvenAsync(HttpContext, null, answer);
        var outcome = await byPasskey.RunAsync(proven, browsers.SourceOf(HttpContext), cancellationToken);
        return outcome.IsDone ? await EnterAsync(outcome.Value) : await RefuseAsync(outcome, complete.Pending(pending));
    }

    private async Task<IActionResult> RefuseAsync(Outcome refused, PendingSignIn? pending)
    {
        ModelState.Clear();
        ModelState.Add(texts, refused.Refusals.Select(r => r with { Field = "" }));
        return await AskAsync(pending);
    }

    private async Task<IActionResult> AskAsync(PendingSignIn? pending)
    {
        var kept = Request.HasFormContentType ? KeptForm.OfSignIn(Request.Form) : null;
        Form = new() { Input = Input, ReturnUrl = ReturnUrl, Kept = kept, Pending = pending, Passkey = await ceremony.ToProveAsync(HttpContext, null) };
        return Page();
    }

    private async Task<IActionResult> EnterAsync(Account account)
    {
        var principal = SessionPrincipal.Of(account);
        await HttpContext.SignInAsync(principal);
        browsers.Mark(HttpContext, account.Id);
        if (KeptForm.OfSignIn(Request.Form) is not { } kept)
        {
            return Redirect(OwnPath.OrFallback(ReturnUrl));
        }

        // The token of the next form must fit the person who will send it.
        HttpContext.User = principal;
        return KeptFormAnswers.Send(HttpContext, kept, StatusCodes.Status200OK);
    }
}
