using CoalitionCms.Domain;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Settings.Admin;

/// <summary>
/// The switch for read-only mode. It is the only form that still works in read-only mode: an admin who is signed in may turn it off.
/// </summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
[OpenWhileReadingOnly]
internal sealed class ReadingOnlyModel(ReadingOnly readingOnly, SwitchReadingOnly switchReadingOnly) : StaffPage
{
    public ReadingOnlyState State { get; private set; } = new(IsOn: false, IsFixed: false, Since: null);

    public async Task OnGetAsync(CancellationToken cancellationToken) => State = await readingOnly.ReadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(bool on, bool snapshot, CancellationToken cancellationToken)
    {
        var result = await switchReadingOnly.RunAsync(Actor, on, snapshot, cancellationToken);
        if (result.IsDone)
        {
            return Done(on ? "ReadingOnly.IsOn" : "ReadingOnly.IsOff", SiteUrls.ReadingOnly);
        }

        AddErrors(result.Errors);
        await OnGetAsync(cancellationToken);
        return Page();
    }
}
