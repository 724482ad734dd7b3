using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Settings.Admin;

/// <summary>The form for the site's name, the text of the home page and the notice.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
[StepUp]
internal sealed class IndexModel(SettingsAdminQueries queries, SaveSettings saveSettings) : StaffPage
{
    [BindProperty]
    public SettingsForm Input { get; set; } = new();

    /// <summary>The newer settings of another user, if a save was refused because of them.</summary>
    public OpenSettings? Newer { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Input = SettingsForm.Of(await queries.OpenAsync(cancellationToken));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Input.Complete();
        if (!ModelState.IsValid)
        {
            return Again([]);
        }

        var saved = await saveSettings.RunAsync(Actor, Input.ToInput(), cancellationToken);
        if (saved.IsDone)
        {
            return Done(
                saved.Value.Texts ? "Settings.SavedButTexts" : saved.Value.Rule ? "Settings.SavedButRule" : "Settings.Saved",
                "/admin/settings");
        }

        if (!saved.Errors.Contains(SettingsAdminQueries.Stale))
        {
            return Again(saved.Errors);
        }

        Newer = await queries.OpenAsync(cancellationToken);
        Input.Version = Newer.Version;
        return Conflict(saved.Errors);
    }
}
