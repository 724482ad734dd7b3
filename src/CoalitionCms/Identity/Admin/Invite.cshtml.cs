using CoalitionCms.Identity.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Identity.Admin;

/// <summary>Makes an invitation, and shows its link this once.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
public sealed class InviteModel(AccountAdminQueries queries, InviteAccount invite, AdminGrants grants, AskForAdmin ask, Texts texts) : PageModel
{
    /// <summary>For whom.</summary>
    [BindProperty]
    public InviteAccount.Input Input { get; set; } = new();

    /// <summary>The link just made.</summary>
    public ShownLink? Link { get; private set; }

    /// <summary>The roles to choose from.</summary>
    public IEnumerable<SelectListItem> Roles => Enum.GetValues<Role>().Select(r => new SelectListItem(texts.Of(r), r.ToString()));

    /// <summary>Makes the link. It is shown in this answer and kept nowhere; hence no redirect.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (await grants.NeedSecondAsync(HttpContext.Actor(), Input.Role, cancellationToken))
        {
            var asked = await ask.ForInvitationAsync(HttpContext.Actor(), Input.Note, cancellationToken);
            ModelState.Add(texts, asked.Errors);
            TempData["done"] = asked.IsDone ? "Accounts.AdminAsked" : null;
            return asked.IsDone ? Redirect(SiteUrls.AdminRequests) : Page();
        }

        var result = await invite.RunAsync(HttpContext.Actor(), Input, cancellationToken);
        Link = result.IsDone ? ShownLink.Of(result.Value, queries, texts) : null;
        ModelState.Add(texts, result.Errors);
        return Page();
    }
}
