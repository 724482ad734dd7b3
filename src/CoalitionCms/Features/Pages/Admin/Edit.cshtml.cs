using CoalitionCms.Features.Pages.Actions;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Features.Publishing.Actions;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Pages.Admin;

/// <summary>The editor of a standing page.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
public sealed class EditModel(EditTools tools, PageReader reader, SavePage savePage) : EditPage<PageFacts, PageForm>(tools)
{
    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.Page;

    /// <inheritdoc />
    protected override PageForm FormOf(PageFacts facts, Language language) => PageForm.Of(facts);

    /// <inheritdoc />
    protected override PageFacts? FactsOf(PageForm form, PageFacts before, Language language, ICollection<Refusal> refusals) => form.ToFacts(refusals);

    /// <inheritdoc />
    protected override Task<Outcome<SaveDraft.Saved>> SaveAsync(Actor actor, SaveDraft.Input input, PageFacts facts, CancellationToken cancellationToken) =>
        savePage.RunAsync(actor, input, facts, cancellationToken);

    /// <inheritdoc />
    protected override async Task<IActionResult> PreviewAsync(EntryText text, PageFacts facts, Guid subjectId, CancellationToken cancellationToken) =>
        View("/Features/Pages/Preview.cshtml", await reader.ComposeAsync(text, EntryLanguage, cancellationToken));
}
