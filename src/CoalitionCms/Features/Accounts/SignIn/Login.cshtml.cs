using CoalitionCms.Features.Accounts.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace CoalitionCms.Features.Accounts.SignIn;

/// <summary>Signing in; and after it, sending what a session that ended had kept back.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class LoginModel(OpenSession open, Texts texts) : PageModel
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
    public LoginForm Form => new() { Input = Input, ReturnUrl = ReturnUrl, Kept = Request.HasFormContentType ? KeptForm.OfSignIn(Request.Form) : null };

    /// <summary>Signs in.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var outcome = await open.RunAsync(Input, RateLimits.ClientOf(HttpContext), cancellationToken);
        if (!outcome.IsDone)
        {
            ModelState.Add(texts, outcome.Refusals);
            return Page();
        }

        var principal = SessionPrincipal.Of(outcome.Value);
        await HttpContext.SignInAsync(principal);
        if (KeptForm.OfSignIn(Request.Form) is not { } kept)
        {
            return Redirect(OwnPath.OrFallback(ReturnUrl));
        }

        // The token of the next form must fit the person who will send it.
        HttpContext.User = principal;
        return KeptFormAnswers.Send(HttpContext, kept, StatusCodes.Status200OK);
    }
}
