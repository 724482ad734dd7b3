using CoalitionCms.Domain;
using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Identity.Admin;

[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
internal sealed class InviteModel(AccountAdminQueries queries, InviteAccount invite, AdminGrants grants, AskForAdmin ask) : StaffPage
{
    [BindProperty]
    public InviteAccount.Input Input { get; set; } = new();

    public ShownLink? Link { get; private set; }

    public IEnumerable<SelectListItem> Roles => Enum.GetValues<Role>().Select(r => new SelectListItem(Texts.Of(r), r.ToString()));

    public IEnumerable<SelectListItem> Languages =>
        [new(Texts["Accounts.BrowserLanguage"], ""), .. Language.All.Select(l => new SelectListItem(l.NativeName, l.Code))];

    /// <summary>Creates the link. It is shown in this response and not stored, so there is no redirect.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (await grants.NeedSecondAsync(Actor, Input.Role, cancellationToken))
        {
            var asked = await ask.ForInvitationAsync(Actor, Input, cancellationToken);
            AddErrors(asked.Errors);
            return asked.IsDone ? Done("Accounts.AdminAsked", SiteUrls.AdminRequests) : Page();
        }

        var result = await invite.RunAsync(Actor, Input, cancellationToken);
        Link = result.IsDone ? ShownLink.Of(result.Value, queries, Texts) : null;
        AddErrors(result.Errors);
        return Page();
    }
}
