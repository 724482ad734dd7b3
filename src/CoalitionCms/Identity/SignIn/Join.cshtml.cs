using CoalitionCms.Domain;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Identity.SignIn;

/// <summary>The page of a set-up or invitation link, which creates the account.</summary>
internal sealed class JoinModel(RedeemLink redeem, Texts texts) : PageModel
{
    [BindProperty]
    public RedeemLink.Input Input { get; set; } = new();

    /// <summary>The role of the future account; null when the link is not valid.</summary>
    public Role? Role { get; private set; }

    /// <summary>Shows the form. The link is not used up: mail programs open links too.</summary>
    public async Task OnGetAsync(string? code, CancellationToken cancellationToken)
    {
        Input = new() { Code = code ?? "" };
        await FindAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await FindAsync(cancellationToken);
        var result = await redeem.RunAsync(Input, StaffLanguage.Chosen(HttpContext), cancellationToken);
        if (result.IsDone)
        {
            return Redirect(SignInAnswers.LoginAfter(LoginNotice.Joined));
        }

        ModelState.Add(texts, result.Errors);
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
