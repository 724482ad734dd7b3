using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace CoalitionCms.Identity.SignIn;

/// <summary>The page of a reset link: choose a new password.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class ResetModel(ResetPassword reset, Texts texts) : PageModel
{
    [BindProperty]
    public ResetPassword.Input Input { get; set; } = new();

    public bool IsUsable { get; private set; }

    /// <summary>Shows the form. The link is not used up: mail programs open links too.</summary>
    public async Task OnGetAsync(string? code, CancellationToken cancellationToken)
    {
        Input = new() { Code = code ?? "" };
        await CheckAsync(cancellationToken);
    }

    /// <summary>Sets the password, and redirects to the sign-in form.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var result = await reset.RunAsync(Input, cancellationToken);
        if (result.IsDone)
        {
            return Redirect(SignInAnswers.LoginAfter(LoginNotice.PasswordSet));
        }

        ModelState.Add(texts, result.Errors);
        await CheckAsync(cancellationToken);
        return Page();
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        IsUsable = await reset.IsUsableAsync(Input.Code, cancellationToken);
        if (!IsUsable)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
