using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CoalitionCms.Identity;

/// <summary>After a change that ended every session: signs this browser in anew, under a new key.</summary>
internal static class SessionRenewal
{
    public static async Task SignInAgainAsync(this HttpContext context, Account account)
    {
        // Security: the request's own cookie handler would give the new session the old key, which a thief may hold as well.
        await using var scope = context.RequestServices.CreateAsyncScope();
        var handler = await scope.ServiceProvider.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(context, CookieAuthenticationDefaults.AuthenticationScheme);
        var principal = SessionPrincipal.Of(account);
        await ((IAuthenticationSignInHandler)handler!).SignInAsync(principal, new AuthenticationProperties());
        context.User = principal;
    }
}
