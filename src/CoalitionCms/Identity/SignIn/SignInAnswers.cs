using CoalitionCms.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CoalitionCms.Identity;

/// <summary>Responses to users who are not signed in, or do not have access.</summary>
internal static class SignInAnswers
{
    public const string LoginPath = "/account/login";

    private const string LogoutPath = "/account/logout";

    public const string ByPasskeyPath = LoginPath + "?handler=Passkey";

    /// <summary>The page where second factors are added: the only one for a user who must add one first.</summary>
    public const string FactorsPath = "/account/factors";

    /// <summary>The address of the sign-in form, with the reason why it is shown.</summary>
    public static string LoginAfter(LoginNotice notice) => $"{LoginPath}?after={notice}";

    public static CookieAuthenticationEvents Events { get; } = new()
    {
        OnRedirectToLogin = AskToSignInAsync,
        OnRedirectToAccessDenied = RefuseAsync,

        // Security: only our own pages redirect, by OwnPath; the handler would follow any path of the host.
        OnRedirectToReturnUrl = _ => Task.CompletedTask,
        OnRedirectToLogout = _ => Task.CompletedTask,
    };

    private static async Task AskToSignInAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (SessionStore.IsUnreachable(context.HttpContext))
        {
            if (HttpMethods.IsPost(context.Request.Method) && context.Request.Path == LogoutPath
                && SessionCookie.IsOpenedIn(context.HttpContext))
            {
                await SignOutHereAsync(context.HttpContext);
                return;
            }

            // The error page shows the form that was read here.
            await PendingFormPost.OfAsync(context.HttpContext.Request, context.HttpContext.RequestAborted);
            Unavailable.Answer(context.HttpContext, UnavailableReason.DatabaseAway);
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await PendingFormAnswers.WriteAsync(context.HttpContext);
            return;
        }

        var back = context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
        context.Response.Redirect(LoginPath + QueryString.Create("ReturnUrl", OwnPath.OrFallback(back)));
    }

    /// <summary>
    /// Signs out the browser of somebody who cannot be identified. Security: it does not stay signed in when it is left while the database
    /// is away. Pages of other sites cannot send this request with the cookie.
    /// </summary>
    private static async Task SignOutHereAsync(HttpContext context)
    {
        if (SessionCookie.SessionOf(context) is { } hash)
        {
            context.RequestServices.GetRequiredService<EndedSessions>().AddUnremoved(hash);
        }

        await context.SignOutAsync();
        ForgetEverything(context.Response);
        Unavailable.Answer(context, UnavailableReason.SignedOutHere);
    }

    /// <summary>Security: nothing of the signed-in pages remains in a browser that somebody else may use next.</summary>
    public static void ForgetEverything(HttpResponse response) =>
        response.Headers["Clear-Site-Data"] = "\"cache\", \"cookies\", \"storage\"";

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

/// <summary>Why the sign-in form is shown: each value has a text <c>Accounts.After.*</c>.</summary>
internal enum LoginNotice
{
    Joined,

    PasswordSet,

    SignedOut,
}
