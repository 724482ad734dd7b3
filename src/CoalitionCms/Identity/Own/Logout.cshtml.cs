using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Identity.Own;

/// <summary>Signing out: by a button alone, so that no link or image of another site can do it.</summary>
[Authorize(Policy = SessionPrincipal.EvenInGrace)]
[OpenWhileReadingOnly]
public sealed class LogoutModel(EndSession end) : PageModel
{
    /// <summary>Ends this session, for copies of its cookie too.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await end.RunAsync(HttpContext.Actor(), cancellationToken);
        await HttpContext.SignOutAsync();
        return SignedOut();
    }

    /// <summary>Ends every session of the account.</summary>
    public async Task<IActionResult> OnPostEverywhereAsync(CancellationToken cancellationToken)
    {
        await end.EverywhereAsync(HttpContext.Actor(), cancellationToken);
        await HttpContext.SignOutAsync();
        return SignedOut();
    }

    private RedirectResult SignedOut()
    {
        // Security: nothing of the signed-in pages stays in a browser that somebody else may use next.
        Response.Headers["Clear-Site-Data"] = "\"cache\", \"cookies\", \"storage\"";
        return Redirect(SignInAnswers.LoginAfter(LoginNotice.SignedOut));
    }
}
