using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Identity.Own;

/// <summary>One's own account: names, language, password, sessions.</summary>
[Authorize]
public sealed class ProfileModel(AccountAdminQueries queries, SaveProfile save, ChangePassword change, Texts texts) : PageModel
{
    /// <summary>Names and language.</summary>
    [BindProperty]
    public SaveProfile.Input Input { get; set; } = new();

    /// <summary>The two passwords.</summary>
    [BindProperty]
    public ChangePassword.Input Passwords { get; set; } = new();

    /// <summary>The account as it stands.</summary>
    public OwnAccount Account { get; private set; } = null!;

    /// <summary>Since when this session is open.</summary>
    public string Since { get; private set; } = "";

    /// <summary>The languages to choose from.</summary>
    public IEnumerable<SelectListItem> Languages => [new(texts["Accounts.BrowserLanguage"], ""), .. Language.All.Select(l => new SelectListItem(l.NativeName, l.Code))];

    /// <summary>Shows the account.</summary>
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(keepTyped: false, cancellationToken);

    /// <summary>Saves names and language.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var result = await save.RunAsync(HttpContext.Actor(), Input, cancellationToken);
        if (result.IsDone)
        {
            TempData["done"] = "Accounts.ProfileSaved";
            return Redirect("/account");
        }

        ModelState.Add(texts, result.Errors);
        return await ShowAsync(keepTyped: true, cancellationToken);
    }

    /// <summary>Changes the password; all sessions end, this one too.</summary>
    public async Task<IActionResult> OnPostPasswordAsync(CancellationToken cancellationToken)
    {
        var result = await change.RunAsync(HttpContext.Actor(), Passwords, cancellationToken);
        if (result.IsDone)
        {
            await HttpContext.SignOutAsync();
            return Redirect(SignInAnswers.LoginAfter(LoginNotice.PasswordSet));
        }

        ModelState.Add(texts, result.Errors, nameof(Passwords));
        return await ShowAsync(keepTyped: false, cancellationToken);
    }

    private async Task<IActionResult> ShowAsync(bool keepTyped, CancellationToken cancellationToken)
    {
        if (await queries.OwnAsync(HttpContext.Actor(), cancellationToken) is not { } own)
        {
            return NotFound();
        }

        Account = own;
        Input = keepTyped ? Input : new() { Name = own.Name, NativeName = own.NativeName, Language = own.Language };
        var session = await HttpContext.AuthenticateAsync();
        Since = session.Properties?.IssuedUtc is { } issued ? queries.Moment(issued.UtcDateTime, texts) : "";
        return Page();
    }
}
