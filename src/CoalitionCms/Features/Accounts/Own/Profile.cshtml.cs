using CoalitionCms.Features.Accounts.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.Accounts.Own;

/// <summary>One's own account: names, language, password, sessions.</summary>
[Authorize]
public sealed class ProfileModel(AccountDesk desk, SaveProfile save, ChangePassword change, Texts texts) : PageModel
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
        var outcome = await save.RunAsync(HttpContext.Actor(), Input, cancellationToken);
        if (outcome.IsDone)
        {
            TempData["done"] = "Accounts.ProfileSaved";
            return Redirect("/account");
        }

        ModelState.Add(texts, outcome.Refusals);
        return await ShowAsync(keepTyped: true, cancellationToken);
    }

    /// <summary>Changes the password; all sessions end, this one too.</summary>
    public async Task<IActionResult> OnPostPasswordAsync(CancellationToken cancellationToken)
    {
        var outcome = await change.RunAsync(HttpContext.Actor(), Passwords, cancellationToken);
        if (outcome.IsDone)
        {
            await HttpContext.SignOutAsync();
            return Redirect(SignInAnswers.LoginAfter(LoginNotice.PasswordSet));
        }

        ModelState.Add(texts, outcome.Refusals, nameof(Passwords));
        return await ShowAsync(keepTyped: false, cancellationToken);
    }

    private async Task<IActionResult> ShowAsync(bool keepTyped, CancellationToken cancellationToken)
    {
        if (await desk.OwnAsync(HttpContext.Actor(), cancellationToken) is not { } own)
        {
            return NotFound();
        }

        Account = own;
        Input = keepTyped ? Input : new() { Name = own.Name, NativeName = own.NativeName, Language = own.Language };
        var session = await HttpContext.AuthenticateAsync();
        Since = session.Properties?.IssuedUtc is { } issued ? desk.Moment(issued.UtcDateTime, texts) : "";
        return Page();
    }
}
