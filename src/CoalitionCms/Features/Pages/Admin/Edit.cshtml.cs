using CoalitionCms.Content;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Features.Pages.Admin;

[Authorize(Policy = nameof(Permission.EditEverything))]
internal sealed class EditModel(EntryEditor editor, Texts texts, CmsOptions options)
    : EditPage(editor, texts, options, EntryKind.Page)
{
    [BindProperty]
    public PageForm Facts { get; set; } = new();

    protected override void ShowFacts(string facts, Language language) => Facts = PageForm.Of(FactsJson.Read<PageFacts>(facts));

    protected override string? ReadFacts(string before, Language language, ICollection<Error> errors) =>
        Facts.ToFacts(errors) is { } facts ? FactsJson.Write(facts) : null;
}
