using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Identity.SignIn;

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
