using CoalitionCms.Features.Accounts.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.Accounts.Admin;

/// <summary>Makes an invitation, and shows its link this once.</summary>
[Authorize(Policy = nameof(Permission.ManageAccounts))]
[StepUp]
public sealed class InviteModel(AccountDesk desk, InviteAccount invite, AdminGrants grants, AskForAdmin ask, Texts texts) : PageModel
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
            ModelState.Add(texts, asked.Refusals);
            TempData["done"] = asked.IsDone ? "Accounts.AdminAsked" : null;
            return asked.IsDone ? Redirect(SiteUrls.AdminRequests) : Page();
        }

        var outcome = await invite.RunAsync(HttpContext.Actor(), Input, cancellationToken);
        Link = outcome.IsDone ? ShownLink.Of(outcome.Value, desk, texts) : null;
        ModelState.Add(texts, outcome.Refusals);
        return Page();
    }
}
