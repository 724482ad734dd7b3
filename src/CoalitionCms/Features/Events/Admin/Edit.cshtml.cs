using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>The editor of an event.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
public sealed class EditModel(EditTools tools, EventQueries queries, SaveEvent saveEvent, CmsOptions options) : EditPage<EventFacts, EventForm>(tools)
{
    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.Event;

    /// <inheritdoc />
    protected override EventForm FormOf(EventFacts facts, Language language) =>
        EventForm.Of(facts.StartsOn == DateOnly.MinValue ? facts with { TimeZone = options.TimeZone } : facts, language.Code);

    /// <inheritdoc />
    protected override EventFacts FactsOf(EventForm form, EventFacts before, Language language, ICollection<Error> errors) =>
        form.ToFacts(before, language.Code, errors);

    /// <inheritdoc />
    protected override Task<Result<SaveDraft.Saved>> SaveAsync(Actor actor, SaveDraft.Input input, EventFacts facts, CancellationToken cancellationToken) =>
        saveEvent.RunAsync(actor, input, facts, cancellationToken);

    /// <inheritdoc />
    protected override async Task<IActionResult> PreviewAsync(EntryText text, EventFacts facts, Guid itemId, CancellationToken cancellationToken) =>
        View("/Features/Events/Preview.cshtml", await queries.ComposeAsync(text, EntryLanguage, itemId, facts, cancellationToken));
}
