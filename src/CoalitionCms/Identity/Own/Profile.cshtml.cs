using CoalitionCms.Domain;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Identity.Own;

[Authorize]
internal sealed class ProfileModel(AccountAdminQueries queries, SaveProfile save, ChangePassword change) : StaffPage
{
    [BindProperty]
    public SaveProfile.Input Input { get; set; } = new();

    [BindProperty]
    public ChangePassword.Input Passwords { get; set; } = new();

    public OwnAccount Account { get; private set; } = null!;
    public string Since { get; private set; } = "";

    public IEnumerable<SelectListItem> Languages =>
        [new(Texts["Accounts.BrowserLanguage"], ""), .. Language.All.Select(l => new SelectListItem(l.NativeName, l.Code))];

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(keepTyped: false, cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var result = await save.RunAsync(Actor, Input, cancellationToken);
        if (result.IsDone)
        {
            StaffLanguage.Forget(HttpContext);
            return Done("Accounts.ProfileSaved", "/account");
        }

        AddErrors(result.Errors);
        return await ShowAsync(keepTyped: true, cancellationToken);
    }

    public async Task<IActionResult> OnPostPasswordAsync(CancellationToken cancellationToken)
    {
        var result = await change.RunAsync(Actor, Passwords, cancellationToken);
        if (result.IsDone)
        {
            await HttpContext.SignOutAsync();
            return Redirect(SignInAnswers.LoginAfter(LoginNotice.PasswordSet));
        }

        AddErrors(result.Errors, nameof(Passwords));
        return await ShowAsync(keepTyped: false, cancellationToken);
    }

    private async Task<IActionResult> ShowAsync(bool keepTyped, CancellationToken cancellationToken)
    {
        if (await queries.OwnAsync(Actor, cancellationToken) is not { } own)
        {
            return NotFound();
        }

        Account = own;
        Input = keepTyped ? Input : new() { Name = own.Name, LatinName = own.LatinName, Language = own.Language };
        var session = await HttpContext.AuthenticateAsync();
        Since = session.Properties?.IssuedUtc is { } issued ? queries.Moment(issued.UtcDateTime, Texts) : "";
        return Page();
    }
}
