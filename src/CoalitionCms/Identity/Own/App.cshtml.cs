using CoalitionCms.Domain;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Identity.Own;

/// <summary>Adds an authenticator app: scan or type the secret, then enter a code of the app.</summary>
[Authorize(Policy = SessionPrincipal.EvenInGrace)]
[StepUp(ToSee = true)]
internal sealed class AppModel(AddAuthenticatorApp add, SiteUrls urls) : StaffPage
{
    [BindProperty]
    public AddAuthenticatorApp.Input Input { get; set; } = new();

    public string Offer { get; private set; } = "";
    public string Secret { get; private set; } = "";
    public QrPath Code { get; private set; } = null!;
    public bool IsAdded { get; private set; }

    /// <summary>Recovery codes just created. They are shown in this response and not stored, so there is no redirect.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => AskAsync([], cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var result = await add.RunAsync(Actor, Input, cancellationToken);
        if (!result.IsDone)
        {
            return await AskAsync(result.Errors, cancellationToken);
        }

        await HttpContext.SignInAgainAsync(result.Value.Account);
        (IsAdded, Codes) = (true, result.Value.Codes);
        return Codes.Count > 0 ? Page() : Done("Factors.Added", SignInAnswers.FactorsPath);
    }

    private async Task<IActionResult> AskAsync(IReadOnlyList<Error> errors, CancellationToken cancellationToken)
    {
        if (await add.OfferAsync(Actor, Input.Offer, cancellationToken) is not { } offer)
        {
            return NotFound();
        }

        ModelState.Clear();
        AddErrors(errors);
        var site = new Uri(urls.Absolute("/")).Host;
        (Offer, Secret, Code) = (offer.Sealed, Totp.Spelled(offer.Secret), QrPath.Of(Totp.Address(offer.Secret, site, offer.Login)));
        Input = new();
        return Page();
    }
}
