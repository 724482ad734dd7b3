using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Identity.Own;

[Authorize]
internal sealed class SessionsModel(SecondFactorQueries queries, EndSession end) : StaffPage
{
    public IReadOnlyList<SessionRow> Sessions { get; private set; } = [];

    public string Device(SessionRow session) => (session.Browser, session.System) switch
    {
        ("", "") => Texts["Sessions.UnknownDevice"],
        (var one, "") => one,
        ("", var one) => one,
        var (browser, system) => Texts["Sessions.BrowserOn", browser, system],
    };

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Sessions = await queries.SessionsAsync(Actor, User.SessionId(), cancellationToken);

    public async Task<IActionResult> OnPostEndAsync(Guid id, CancellationToken cancellationToken) =>
        (await end.OneAsync(Actor, id, cancellationToken)).IsDone ? Ended() : NotFound();

    public async Task<IActionResult> OnPostOthersAsync(CancellationToken cancellationToken)
    {
        await end.OthersAsync(Actor, User.SessionId(), cancellationToken);
        return Ended();
    }

    private LocalRedirectResult Ended() => Done("Sessions.Ended", "/account/sessions");
}
