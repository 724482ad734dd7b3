using System.Globalization;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.People.Actions;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CoalitionCms.Features.People.Admin;

/// <summary>The editor of a person.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
public sealed class EditModel(EditTools tools, PersonQueries queries, SavePerson savePerson) : EditPage<PersonFacts, PersonForm>(tools)
{
    /// <summary>Begins the value of a button that adds rows; the list's name follows.</summary>
    public const string Add = "add-";

    // Words that another language has are facts too, though this form shows none.
    private PersonFacts saved = PersonFacts.None;

    /// <summary>Photos to choose from.</summary>
    public IReadOnlyList<LibraryFile> Photos { get; private set; } = [];

    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.Person;

    /// <summary>Tags to choose from, with the one that is in use.</summary>
    public static IEnumerable<SelectListItem> Tags(string? inUse) =>
        NameLanguages.All.Concat(inUse is null || NameLanguages.All.Contains(inUse) ? [] : [inUse]).Select(t => new SelectListItem($"{Spoken(t)} ({t})", t));

    /// <inheritdoc />
    protected override PersonForm FormOf(PersonFacts facts, Language language) => PersonForm.Of(facts, language.Code);

    /// <inheritdoc />
    protected override PersonFacts FactsOf(PersonForm form, PersonFacts before, Language language, ICollection<Error> errors) => form.ToFacts(before, language.Code, errors);

    /// <inheritdoc />
    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Facts.Complete();
        saved = Open is null ? PersonFacts.None : FactsJson.Read<PersonFacts>(Open.FactsJson);
        Photos = await PhotosAsync(Facts.Photo, cancellationToken);
    }

    /// <inheritdoc />
    protected override void AddRows(string button) => Facts.AddRows(button.StartsWith(Add, StringComparison.Ordinal) ? button[Add.Length..] : "");

    /// <inheritdoc />
    protected override async Task<Result<SaveDraft.Saved>> SaveAsync(Actor actor, SaveDraft.Input input, PersonFacts facts, CancellationToken cancellationToken)
    {
        var saved = await savePerson.RunAsync(actor, input, facts, cancellationToken);
        return saved.IsDone ? saved : Result.Failed<SaveDraft.Saved>([.. saved.Errors.Select(Facts.Rows.Place)]);
    }

    /// <inheritdoc />
    protected override async Task<IActionResult> PreviewAsync(EntryText text, PersonFacts facts, Guid itemId, CancellationToken cancellationToken) =>
        View("/Features/People/Preview.cshtml", await queries.ComposeAsync(text, EntryLanguage, itemId, facts, cancellationToken));

    /// <summary>Sources of a single fact.</summary>
    public SourceRows SourcesOf(CaseFact fact, string about) =>
        SourceRows.Of($"Facts.FactSources[{(int)fact}]", Facts.FactSources[(int)fact].Sources, $"FactSources-{(int)fact}", Facts.Says(fact) || (Open is not null && MissingSource.Says(saved, fact)), about);

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
