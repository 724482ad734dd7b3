using CoalitionCms.Features.Pages.Actions;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Pages.Admin;

/// <summary>The editor of a standing page.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
public sealed class EditModel(EditTools tools, PageQueries queries, SavePage savePage) : EditPage<PageFacts, PageForm>(tools)
{
    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.Page;

    /// <inheritdoc />
    protected override PageForm FormOf(PageFacts facts, Language language) => PageForm.Of(facts);

    /// <inheritdoc />
    protected override PageFacts? FactsOf(PageForm form, PageFacts before, Language language, ICollection<Error> errors) => form.ToFacts(errors);

    /// <inheritdoc />
    protected override Task<Result<SaveDraft.Saved>> SaveAsync(Actor actor, SaveDraft.Input input, PageFacts facts, CancellationToken cancellationToken) =>
        savePage.RunAsync(actor, input, facts, cancellationToken);

    /// <inheritdoc />
    protected override async Task<IActionResult> PreviewAsync(EntryText text, PageFacts facts, Guid itemId, CancellationToken cancellationToken) =>
        View("/Features/Pages/Preview.cshtml", await queries.ComposeAsync(text, EntryLanguage, cancellationToken));
}
