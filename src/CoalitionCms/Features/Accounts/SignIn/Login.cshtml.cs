using CoalitionCms.Features.Accounts.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace CoalitionCms.Features.Accounts.SignIn;

/// <summary>Signing in.</summary>
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

    /// <summary>Signs in.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var outcome = await open.RunAsync(Input, RateLimits.ClientOf(HttpContext), cancellationToken);
        if (!outcome.IsDone)
        {
            ModelState.Add(texts, outcome.Refusals);
            return Page();
        }

        await HttpContext.SignInAsync(SessionPrincipal.Of(outcome.Value));
        return Redirect(OwnPath.OrFallback(ReturnUrl));
    }
}
