using CoalitionCms.Identity;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Settings.Admin;

/// <summary>The form of the site's name, the home page's words and the notice.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
[StepUp]
public sealed class IndexModel(SettingsAdminQueries queries, SaveSettings saveSettings, Texts texts) : PageModel
{
    /// <summary>What was typed.</summary>
    [BindProperty]
    public SettingsForm Input { get; set; } = new();

    /// <summary>What somebody else saved meanwhile, when a save was refused for it.</summary>
    public OpenSettings? Newer { get; private set; }

    /// <summary>Opens the form.</summary>
    public async Task OnGetAsync(CancellationToken cancellationToken) => Input = SettingsForm.Of(await queries.OpenAsync(cancellationToken));

    /// <summary>Saves. Whatever happens, what was typed comes back.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Input.Complete();
        var saved = ModelState.IsValid ? await saveSettings.RunAsync(HttpContext.Actor(), Input.ToInput(), cancellationToken) : null;
        if (saved is { IsDone: true })
        {
            TempData["done"] = saved.Value ? "Settings.SavedButRule" : "Settings.Saved";
            return LocalRedirect("/admin/settings");
        }

        ModelState.Add(texts, saved?.Errors ?? []);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        if (saved?.Errors.Contains(SettingsAdminQueries.Stale) == true)
        {
            Newer = await queries.OpenAsync(cancellationToken);
            ModelState.Remove("Input.Version");
            Input.Version = Newer.Version;
            Response.StatusCode = StatusCodes.Status409Conflict;
        }

        return Page();
    }
}
