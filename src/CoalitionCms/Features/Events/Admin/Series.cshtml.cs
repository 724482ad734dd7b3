using CoalitionCms.Domain;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>A recurring event. The effects of a rule are shown before they are applied.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
internal sealed class SeriesModel(SeriesAdminQueries queries, KeepSeries keepSeries, Texts texts) : PageModel
{
    [BindProperty]
    public SeriesForm Input { get; set; } = new();

    public OpenSeries Open { get; private set; } = null!;

    /// <summary>The preview of the rule; null before it was requested.</summary>
    public SeriesPlan? Plan { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        Input = SeriesForm.Of(Open);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm(Name = "do")] string? button, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        var errors = new List<Error>();
        var rule = Input.ToRule(errors);
        if (errors.Count == 0 && button == "keep")
        {
            var kept = await keepSeries.RunAsync(HttpContext.Actor(), id, rule, Input.Signature ?? "", Input.Publishes, cancellationToken);
            if (kept.IsDone)
            {
                TempData["said"] = texts.Count("Series.Kept", kept.Value.Done)
                    + (kept.Value.Waiting > 0 ? texts.Gap + texts.Count("Series.Waiting", kept.Value.Waiting) : "");
                return LocalRedirect(SiteUrls.Series(id));
            }

            errors.AddRange(kept.Errors);
        }

        var plan = errors.TrueForAll(r => r.Key == "Files.PlanChanged")
            ? await keepSeries.PreviewAsync(HttpContext.Actor(), id, rule, cancellationToken)
            : null;
        Plan = plan is { IsDone: true } ? plan.Value : null;
        Input.Publishes = button == "keep" ? Input.Publishes : Open.IsPublic;
        ModelState.Add(texts, [.. errors, .. plan?.Errors ?? []]);
        ModelState.Remove("Input.Signature");
        ModelState.Remove("Input.Publishes");
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        var open = await queries.OpenAsync(HttpContext.Actor(), id, texts.Language, cancellationToken);
        Open = open!;
        return open is not null;
    }
}
