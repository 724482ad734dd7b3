using CoalitionCms.Identity;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Settings.Admin;

/// <summary>The switch for reading only. Of all forms that change something this one stays open while it is on: an admin who is signed in may turn it off.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
[OpenWhileReadingOnly]
public sealed class ReadingOnlyModel(ReadingOnly readingOnly, SwitchReadingOnly switchReadingOnly, Texts texts) : PageModel
{
    /// <summary>How it stands.</summary>
    public ReadingOnlyState State { get; private set; } = new(IsOn: false, IsFixed: false, Since: null);

    /// <summary>Shows the switch.</summary>
    public async Task OnGetAsync(CancellationToken cancellationToken) => State = await readingOnly.ReadAsync(cancellationToken);

    /// <summary>Turns it.</summary>
    public async Task<IActionResult> OnPostAsync(bool on, CancellationToken cancellationToken)
    {
        var result = await switchReadingOnly.RunAsync(HttpContext.Actor(), on, cancellationToken);
        if (result.IsDone)
        {
            TempData["done"] = on ? "ReadingOnly.IsOn" : "ReadingOnly.IsOff";
            return LocalRedirect(SiteUrls.ReadingOnly);
        }

        ModelState.Add(texts, result.Errors);
        await OnGetAsync(cancellationToken);
        return Page();
    }
}
