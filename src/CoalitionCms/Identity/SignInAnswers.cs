using CoalitionCms.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CoalitionCms.Identity;

/// <summary>What somebody gets who is not signed in, or not allowed in.</summary>
internal static class SignInAnswers
{
    public const string LoginPath = "/account/login";

    public const string ByPasskeyPath = LoginPath + "?handler=Passkey";

    /// <summary>Where second factors are added: all that somebody sees who owes one.</summary>
    public const string FactorsPath = "/account/factors";

    /// <summary>The sign-in form with a word on why one is there.</summary>
    public static string LoginAfter(LoginNotice notice) => $"{LoginPath}?after={notice}";

    public static CookieAuthenticationEvents Events { get; } = new()
    {
        OnRedirectToLogin = AskToSignInAsync,
        OnRedirectToAccessDenied = RefuseAsync,

        // Security: only our own pages decide where to go, by OwnPath; the handler would follow any path of the host.
        OnRedirectToReturnUrl = _ => Task.CompletedTask,
        OnRedirectToLogout = _ => Task.CompletedTask,
    };

    private static Task AskToSignInAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (SessionStore.IsUnreachable(context.HttpContext))
        {
            return Answer(context, StatusCodes.Status503ServiceUnavailable);
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return PendingFormAnswers.WriteAsync(context.HttpContext);
        }

        var back = context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
        context.Response.Redirect(LoginPath + QueryString.Create("ReturnUrl", OwnPath.OrFallback(back)));
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (!context.HttpContext.User.IsInGrace())
        {
            return Answer(context, StatusCodes.Status403Forbidden);
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return PendingFormAnswers.AskForFactorAsync(context.HttpContext);
        }

        context.Response.Redirect(FactorsPath);
        return Task.CompletedTask;
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}

/// <summary>Why somebody stands before the sign-in form: each has a sentence <c>Accounts.After.*</c>.</summary>
public enum LoginNotice
{
    Joined,

    PasswordSet,

    SignedOut,
}
