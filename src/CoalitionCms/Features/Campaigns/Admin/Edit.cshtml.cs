using CoalitionCms.Features.Campaigns.Actions;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.Campaigns.Admin;

/// <summary>The editor of a campaign.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
public sealed class EditModel(EditTools tools, EntryOptions choices, CampaignQueries queries, SaveCampaign saveCampaign) : EditPage<CampaignFacts, CampaignForm>(tools)
{
    /// <summary>Value of the button that adds rows.</summary>
    public const string Add = "add-people";

    /// <summary>Value of the button that adds somebody to write to.</summary>
    public const string AddAddressee = "add-addressee";

    private IReadOnlyList<SelectListItem> people = [];

    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.Campaign;

    /// <summary>People to choose from; the one chosen is among them also when the list is too long for everybody.</summary>
    public IEnumerable<SelectListItem> Choices(Guid? chosen, string notListed) =>
        chosen is not { } id || people.Any(p => p.Value == id.ToString("D")) ? people : people.Append(new SelectListItem(notListed, id.ToString("D")));

    /// <inheritdoc />
    protected override CampaignForm FormOf(CampaignFacts facts, Language language) => CampaignForm.Of(facts, language.Code);

    /// <inheritdoc />
    protected override CampaignFacts FactsOf(CampaignForm form, CampaignFacts before, Language language, ICollection<Error> errors) => form.ToFacts(before, language.Code, errors);

    /// <inheritdoc />
    protected override void AddRows(string button)
    {
        if (button == AddAddressee)
            Facts.Addressees.Add(new());
        else
            Facts.AddPeople();
    }

    /// <inheritdoc />
    protected override async Task PrepareAsync(CancellationToken cancellationToken) => people = await choices.OfAsync(EntryKind.Person, EntryLanguage, cancellationToken);

    /// <inheritdoc />
    protected override async Task<Result<SaveDraft.Saved>> SaveAsync(Actor actor, SaveDraft.Input input, CampaignFacts facts, CancellationToken cancellationToken)
    {
        var saved = await saveCampaign.RunAsync(actor, input, facts, cancellationToken);
        return saved.IsDone ? saved : Result.Failed<SaveDraft.Saved>([.. saved.Errors.Select(Facts.Place)]);
    }

    /// <inheritdoc />
    protected override async Task<IActionResult> PreviewAsync(EntryText text, CampaignFacts facts, Guid itemId, CancellationToken cancellationToken) =>
        View("/Features/Campaigns/Preview.cshtml", await queries.ComposeAsync(text, EntryLanguage, itemId, facts, cancellationToken));
}
