using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Events.Admin;

[Authorize(Policy = nameof(Permission.EditEverything))]
internal sealed class EditModel(EntryEditor editor, Texts texts, CmsOptions options)
    : EditPage(editor, texts, options, EntryKind.Event)
{
    [BindProperty]
    public EventForm Facts { get; set; } = new();

    protected override void ShowFacts(string facts, Language language)
    {
        var shown = FactsJson.Read<EventFacts>(facts);
        Facts = EventForm.Of(shown.StartsOn == DateOnly.MinValue ? shown with { TimeZone = Zone.Id } : shown, language.Code);
    }

    protected override string? ReadFacts(string before, Language language, ICollection<Error> errors) =>
        FactsJson.Write(Facts.ToFacts(FactsJson.Read<EventFacts>(before), language.Code, errors));
}
