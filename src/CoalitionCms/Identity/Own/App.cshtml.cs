using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Identity.Own;

/// <summary>Adding an authenticator app: scan or type the secret, then show that the app has it.</summary>
[Authorize(Policy = SessionPrincipal.EvenInGrace)]
[StepUp(ToSee = true)]
public sealed class AppModel(AddAuthenticatorApp add, SiteUrls urls, Texts texts) : PageModel
{
    /// <summary>What comes back.</summary>
    [BindProperty]
    public AddAuthenticatorApp.Input Input { get; set; } = new();

    /// <summary>The sealed secret.</summary>
    public string Offer { get; private set; } = "";

    /// <summary>The secret to type.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>The secret to scan.</summary>
    public QrPath Code { get; private set; } = null!;

    /// <summary>True when it was added just now.</summary>
    public bool IsAdded { get; private set; }

    /// <summary>Recovery codes just made. They are shown in this answer and kept nowhere; hence no redirect.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    /// <summary>Shows a new secret.</summary>
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => AskAsync([], cancellationToken);

    /// <summary>Adds the app.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var result = await add.RunAsync(HttpContext.Actor(), Input, cancellationToken);
        if (!result.IsDone)
        {
            return await AskAsync(result.Errors, cancellationToken);
        }

        await HttpContext.SignInAgainAsync(result.Value.Account);
        (IsAdded, Codes) = (true, result.Value.Codes);
        if (Codes.Count > 0)
        {
            return Page();
        }

        TempData["done"] = "Factors.Added";
        return Redirect(SignInAnswers.FactorsPath);
    }

    private async Task<IActionResult> AskAsync(IReadOnlyList<Error> errors, CancellationToken cancellationToken)
    {
        if (await add.OfferAsync(HttpContext.Actor(), Input.Offer, cancellationToken) is not { } offer)
        {
            return NotFound();
        }

        ModelState.Clear();
        ModelState.Add(texts, errors);
        (Offer, Secret, Code) = (offer.Sealed, Totp.Spelled(offer.Secret), QrPath.Of(Totp.Address(offer.Secret, new Uri(urls.Absolute("/")).Host, offer.Login)));
        Input = new();
        return Page();
    }
}
