using System.Globalization;
using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.People.Admin;

[Authorize(Policy = nameof(Permission.EditEverything))]
internal sealed class EditModel(EntryEditor editor, Texts texts, CmsOptions options)
    : EditPage(editor, texts, options, EntryKind.Person)
{
    /// <summary>Prefix of the value of a button that adds rows, followed by the list's name.</summary>
    public const string Add = "add-";

    // Texts in other languages are facts, too, although this form does not show them.
    private PersonFacts saved = PersonFacts.None;

    public PhotoChoice Choice { get; private set; } = null!;

    public override bool HasCover => true;

    [BindProperty]
    public PersonForm Facts { get; set; } = new();

    public static IEnumerable<SelectListItem> Tags(string? inUse) =>
        NameLanguages.All.Concat(inUse is null || NameLanguages.All.Contains(inUse) ? [] : [inUse])
        .Select(t => new SelectListItem(Spoken(t), t));

    protected override string Cover { get => Facts.Photo ?? ""; set => Facts.Photo = value; }

    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Facts.Complete();
        saved = Open is null ? PersonFacts.None : FactsJson.Read<PersonFacts>(Open.FactsJson);
        Choice = await ChoiceAsync("Facts.Photo", cancellationToken);
    }

    protected override string? AddRows(string button) =>
        Facts.AddRows(button.StartsWith(Add, StringComparison.Ordinal) ? button[Add.Length..] : "");

    protected override void ShowFacts(string facts, Language language) =>
        Facts = PersonForm.Of(FactsJson.Read<PersonFacts>(facts), language.Code);

    protected override string? ReadFacts(string before, Language language, ICollection<Error> errors) =>
        FactsJson.Write(Facts.ToFacts(FactsJson.Read<PersonFacts>(before), language.Code, errors));

    protected override Error Place(Error error) => Facts.Rows.Place(error);

    public SourceRows SourcesOf(CaseFact fact, string about) =>
        SourceRows.Of($"Facts.FactSources[{(int)fact}]", Facts.FactSources[(int)fact].Sources, $"FactSources-{(int)fact}",
        Facts.Says(fact) || (Open is not null && MissingSource.Says(saved, fact)), about);

    private static string Spoken(string tag)
    {
        try
        {
            return CultureInfo.GetCultureInfo(tag).DisplayName;
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }
}
