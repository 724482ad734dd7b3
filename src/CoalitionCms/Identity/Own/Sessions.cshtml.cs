using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Identity.Own;

/// <summary>Where one is signed in, and ending it there.</summary>
[Authorize]
public sealed class SessionsModel(SecondFactorQueries queries, EndOtherSessions end, Texts texts) : PageModel
{
    /// <summary>The sessions.</summary>
    public IReadOnlyList<SessionRow> Sessions { get; private set; } = [];

    /// <summary>A device for people.</summary>
    public string Device(SessionRow session) => (session.Browser, session.System) switch
    {
        ("", "") => texts["Sessions.UnknownDevice"],
        (var one, "") => one,
        ("", var one) => one,
        var (browser, system) => texts["Sessions.BrowserOn", browser, system],
    };

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(CancellationToken cancellationToken) => Sessions = await queries.SessionsAsync(HttpContext.Actor(), User.SessionId(), cancellationToken);

    /// <summary>Ends one.</summary>
    public async Task<IActionResult> OnPostEndAsync(Guid id, CancellationToken cancellationToken) =>
        (await end.RunAsync(HttpContext.Actor(), id, cancellationToken)).IsDone ? Done() : NotFound();

    /// <summary>Ends all but this one.</summary>
    public async Task<IActionResult> OnPostOthersAsync(CancellationToken cancellationToken)
    {
        await end.AllButAsync(HttpContext.Actor(), User.SessionId(), cancellationToken);
        return Done();
    }

    private RedirectResult Done()
    {
        TempData["done"] = "Sessions.Ended";
        return Redirect("/account/sessions");
    }
}
