using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Features.Publishing;
using CoalitionCms.Features.Publishing.Actions;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>The editor of an event.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
public sealed class EditModel(EditTools tools, EventReader reader, SaveEvent saveEvent, CmsOptions options) : EditPage<EventFacts, EventForm>(tools)
{
    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.Event;

    /// <inheritdoc />
    protected override EventForm FormOf(EventFacts facts, Language language) =>
        EventForm.Of(facts.StartsOn == DateOnly.MinValue ? facts with { TimeZone = options.TimeZone } : facts, language.Code);

    /// <inheritdoc />
    protected override EventFacts FactsOf(EventForm form, EventFacts before, Language language, ICollection<Refusal> refusals) =>
        form.ToFacts(before, language.Code, refusals);

    /// <inheritdoc />
    protected override Task<Outcome<SaveDraft.Saved>> SaveAsync(Actor actor, SaveDraft.Input input, EventFacts facts, CancellationToken cancellationToken) =>
        saveEvent.RunAsync(actor, input, facts, cancellationToken);

    /// <inheritdoc />
    protected override async Task<IActionResult> PreviewAsync(EntryText text, EventFacts facts, Guid subjectId, CancellationToken cancellationToken) =>
        View("/Features/Events/Preview.cshtml", await reader.ComposeAsync(text, EntryLanguage, subjectId, facts, cancellationToken));
}
