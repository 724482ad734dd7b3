using CoalitionCms.Features.Accounts.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Hosting;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace CoalitionCms.Features.Accounts.SignIn;

/// <summary>Where a set-up or invitation link leads: make the account that it stands for.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class JoinModel(RedeemLink redeem, Texts texts) : PageModel
{
    /// <summary>What is typed.</summary>
    [BindProperty]
    public RedeemLink.Input Input { get; set; } = new();

    /// <summary>What the account will be; null when the link is good for nothing.</summary>
    public Role? Role { get; private set; }

    /// <summary>Shows the form. Nothing is used up: mail programs open links too.</summary>
    public async Task OnGetAsync(string? code, CancellationToken cancellationToken)
    {
        Input = new() { Code = code ?? "" };
        await FindAsync(cancellationToken);
    }

    /// <summary>Makes the account, and leads to the sign-in form.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await FindAsync(cancellationToken);
        var outcome = await redeem.RunAsync(Input, cancellationToken);
        if (outcome.IsDone)
        {
            return Redirect(SignInAnswers.LoginAfter(LoginNotice.Joined));
        }

        ModelState.Add(texts, outcome.Refusals);
        return Page();
    }

    private async Task FindAsync(CancellationToken cancellationToken)
    {
        Role = await redeem.FindAsync(Input.Code, cancellationToken);
        if (Role is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
