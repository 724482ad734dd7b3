using CoalitionCms.Domain;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Identity.SignIn;

/// <summary>Sign-in, by password and code or by passkey; after it, sends a form that was kept when a session had ended.</summary>
internal sealed class LoginModel(
    SignInByPassword open, SignInByCode complete, SignInByPasskey byPasskey, PasskeyCeremony ceremony, KnownBrowsers browsers,
    CmsOptions options, Texts texts)
    : PageModel
{
    [BindProperty]
    public SignInByPassword.Input Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Why the sign-in form is shown, if not on the user's own request.</summary>
    public LoginNotice? After =>
        Enum.TryParse<LoginNotice>(Request.Query["after"], out var notice) && Enum.IsDefined(notice) ? notice : null;

    /// <summary>
    /// True when the site is configured for HTTPS and this request does not seem to use it: the reverse proxy is not trusted. An onion
    /// address is encrypted by itself.
    /// </summary>
    public bool ProxyIsUnnamed => options.IsHttps && !Request.IsHttps
        && !Request.Host.Host.EndsWith(".onion", StringComparison.OrdinalIgnoreCase);

    public LoginForm Form { get; private set; } = new();

    public Task<IActionResult> OnGetAsync() => AskAsync(null);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var result = await open.RunAsync(Input, browsers.SourceOf(HttpContext), cancellationToken);
        ModelState.Add(texts, result.Errors);
        if (result.Errors.Contains(AccountsErrors.SignInBusy))
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            Response.Headers.RetryAfter = RateLimits.RetryAfter;
        }

        return result.IsDone && result.Value.Account is { } account ? await EnterAsync(account)
            : await AskAsync(result.IsDone ? result.Value.Pending : null);
    }

    /// <summary>Shows the form again in another language, at the same step.</summary>
    public Task<IActionResult> OnPostLanguageAsync(string? pending)
    {
        ModelState.Clear();
        return AskAsync(complete.Pending(pending));
    }

    public async Task<IActionResult> OnPostCodeAsync(string? pending, string? code, CancellationToken cancellationToken)
    {
        var result = await complete.RunAsync(pending, code, browsers.SourceOf(HttpContext), cancellationToken);
        return result.IsDone ? await EnterAsync(result.Value)
            : await RefuseAsync(result, result.Errors.Any(e => e == AccountsErrors.SignInOver || e == AccountsErrors.TooManyCodes)
                ? null : complete.Pending(pending));
    }

    public async Task<IActionResult> OnPostPasskeyAsync(PasskeyAnswer answer, string? pending, CancellationToken cancellationToken)
    {
        var proven = await ceremony.ProvenAsync(HttpContext, null, answer);
        var result = await byPasskey.RunAsync(proven, browsers.SourceOf(HttpContext), cancellationToken);
        return result.IsDone ? await EnterAsync(result.Value) : await RefuseAsync(result, complete.Pending(pending));
    }

    private async Task<IActionResult> RefuseAsync(Result refused, PendingSignIn? pending)
    {
        ModelState.Clear();
        ModelState.Add(texts, refused.Errors.Select(r => r with { Field = "" }));
        return await AskAsync(pending);
    }

    private async Task<IActionResult> AskAsync(PendingSignIn? pending)
    {
        var kept = Request.HasFormContentType ? PendingFormPost.OfSignIn(Request.Form) : null;
        Form = new()
        {
            Input = Input,
            ReturnUrl = ReturnUrl,
            Kept = kept,
            Pending = pending,
            Passkey = await ceremony.ToProveAsync(HttpContext, null)
        };
        return Page();
    }

    private async Task<IActionResult> EnterAsync(Account account)
    {
        var principal = SessionPrincipal.Of(account);
        await HttpContext.SignInAsync(principal);
        browsers.Mark(HttpContext, account);
        if (PendingFormPost.OfSignIn(Request.Form) is not { } kept)
        {
            return Redirect(OwnPath.OrFallback(ReturnUrl));
        }

        // The token of the next form must belong to the user who will send it.
        HttpContext.User = principal;
        return PendingFormAnswers.Send(HttpContext, kept, StatusCodes.Status200OK);
    }
}
