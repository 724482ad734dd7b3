using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.Campaigns.Admin;

[Authorize(Policy = nameof(Permission.EditEverything))]
internal sealed class EditModel(EntryEditor editor, EntryOptions choices, Texts texts, CmsOptions options)
    : EditPage(editor, texts, options, EntryKind.Campaign)
{
    public const string Add = "add-people";

    /// <summary>Value of the button that adds a recipient.</summary>
    public const string AddAddressee = "add-addressee";

    private IReadOnlyList<SelectListItem> people = [];

    [BindProperty]
    public CampaignForm Facts { get; set; } = new();

    /// <summary>People to choose from; includes the selected person even if the list is too long for all.</summary>
    public IEnumerable<SelectListItem> Choices(Guid? chosen, string notListed) =>
        chosen is not { } id || people.Any(p => p.Value == id.ToString("D"))
        ? people
        : people.Append(new SelectListItem(notListed, id.ToString("D")));

    protected override string? AddRows(string button)
    {
        if (button == AddAddressee)
        {
            Facts.Addressees.Add(new());
            return FormattableString.Invariant($"Facts.Addressees[{Facts.Addressees.Count - 1}].");
        }

        var first = Facts.People.Count;
        Facts.AddPeople();
        return FormattableString.Invariant($"Facts.People[{first}]");
    }

    protected override async Task PrepareAsync(CancellationToken cancellationToken) =>
        people = await choices.OfAsync(HttpContext.Actor(), EntryKind.Person, EntryLanguage, chosen: null, cancellationToken);

    protected override void ShowFacts(string facts, Language language) =>
        Facts = CampaignForm.Of(FactsJson.Read<CampaignFacts>(facts), language.Code);

    protected override string? ReadFacts(string before, Language language, ICollection<Error> errors) =>
        FactsJson.Write(Facts.ToFacts(FactsJson.Read<CampaignFacts>(before), language.Code, errors));

    protected override Error Place(Error error) => Facts.Place(error);
}
