using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Identity.Own;

/// <summary>Sign-out: only by a button, so that no link or image of another site can trigger it.</summary>
[Authorize(Policy = SessionPrincipal.EvenInGrace)]
[OpenWhileReadingOnly]
internal sealed class LogoutModel(EndSession end) : StaffPage
{
    /// <summary>Ends this session, also for copies of its cookie.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await end.SignOutAsync(Actor, cancellationToken);
        return await SignedOutAsync();
    }

    public async Task<IActionResult> OnPostEverywhereAsync(CancellationToken cancellationToken)
    {
        await end.EverywhereAsync(Actor, cancellationToken);
        return await SignedOutAsync();
    }

    private async Task<IActionResult> SignedOutAsync()
    {
        await HttpContext.SignOutAsync();
        SignInAnswers.ForgetEverything(Response);
        return Redirect(SignInAnswers.LoginAfter(LoginNotice.SignedOut));
    }
}
