using CoalitionCms.Domain;
using CoalitionCms.Features.Settings.Actions;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CoalitionCms.Features.Settings.Admin;

/// <summary>The form for the site's name, the text of the home page and the notice.</summary>
[Authorize(Policy = nameof(Permission.ManageSite))]
[StepUp]
[RequestSizeLimit(FormBinding.MaxUploads)]
internal sealed class IndexModel(
    SettingsAdminQueries queries, SaveSettings saveSettings, DemandSecondFactor demandFactor, IWordmarks wordmarks, ILeadCampaigns leads)
    : StaffPage
{
    [BindProperty]
    public SettingsForm Input { get; set; } = new();

    /// <summary>The newer settings of another user, if a save was refused because of them.</summary>
    public OpenSettings? Newer { get; private set; }

    /// <summary>Who must use a second factor: a form of its own, since it takes effect at once.</summary>
    [BindProperty]
    public SecondFactorDemand Demand { get; set; }

    public Task<IReadOnlyList<LeadCampaign>> LeadsAsync() =>
        leads.ChoicesAsync(Input.Lead, HttpContext.Language(), HttpContext.RequestAborted);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var open = await queries.OpenAsync(cancellationToken);
        (Input, Demand) = (SettingsForm.Of(open), open.SecondFactor);
    }

    public async Task<IActionResult> OnPostDemandAsync(CancellationToken cancellationToken)
    {
        var result = ModelState.GetFieldValidationState(nameof(Demand)) == ModelValidationState.Invalid
            ? Result.Failed<bool>([new("Form.NotUnderstood")]) : await demandFactor.RunAsync(Actor, Demand, cancellationToken);
        if (result.IsDone)
        {
            return Done(result.Value ? "Accounts.AdminAsked" : "Settings.Saved", "/admin/settings");
        }

        ShowErrors(result.Errors);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await OnGetAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Input.Complete();
        if (!ModelState.IsValid)
        {
            return await AgainAsync([], cancellationToken);
        }

        if (Input.NewWordmark is { Length: > 0 } file)
        {
            var content = new byte[file.Length];
            await using var stream = file.OpenReadStream();
            await stream.ReadExactlyAsync(content, cancellationToken);
            var added = await wordmarks.AddAsync(Actor, content, file.FileName, cancellationToken);
            if (!added.IsDone)
            {
                return await AgainAsync([.. added.Errors.Select(e => e with { Field = "NewWordmark" })], cancellationToken);
            }

            // Also in the form, so that it is not lost when something else must be corrected.
            (Input.Wordmark, Input.RemovesWordmark) = (added.Value, false);
            ModelState.Remove("Input.Wordmark");
            ModelState.Remove("Input.RemovesWordmark");
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
            return await AgainAsync(saved.Errors, cancellationToken);
        }

        Newer = await queries.OpenAsync(cancellationToken);
        (Input.Version, Demand) = (Newer.Version, Newer.SecondFactor);
        return Conflict(saved.Errors);
    }

    private async Task<IActionResult> AgainAsync(IReadOnlyList<Error> errors, CancellationToken cancellationToken)
    {
        Demand = (await queries.OpenAsync(cancellationToken)).SecondFactor;
        return Again(errors);
    }
}
