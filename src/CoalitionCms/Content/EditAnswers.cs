using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CoalitionCms.Content;

/// <summary>What the editor's script is told: sentences to show, and the numbers that the form carries on.</summary>
internal static class EditAnswers
{
    /// <summary>The text is kept.</summary>
    public static async Task<IActionResult> SavedAsync(EditTools tools, Actor actor, EntryKind kind, SaveDraft.Saved saved, bool isPartial, CancellationToken cancellationToken)
    {
        var open = await tools.Desk.OpenAsync(actor, kind, saved.EntryId, cancellationToken);
        var message = tools.Texts[isPartial ? "Editor.SavedWords" : "Editor.Saved", saved.Version];
        if (open?.PublicVersion is { } shown && shown != saved.Version)
        {
            message += " " + tools.Texts["Entry.PublicIsOlder", shown];
        }

        if (saved.BesideOwn is { } beside)
        {
            message += " " + tools.Texts["Editor.Beside", beside];
        }

        return new JsonResult(new
        {
            message,
            version = saved.Version,
            factsVersion = open?.FactsVersion ?? 0,
            subject = saved.ItemId,
            url = SiteUrls.Edit(kind, saved.EntryId),
            others = await OthersAsync(tools, actor, saved.EntryId, cancellationToken),
        });
    }

    /// <summary>The text is not kept here; the page and the browser still have it.</summary>
    public static async Task<IActionResult> RefusedAsync(
        EditTools tools, Actor actor, EntryKind kind, Guid? entryId, IReadOnlyList<Error> errors, CancellationToken cancellationToken)
    {
        if (entryId is { } id && errors.Contains(ContentErrors.Stale) && await tools.Desk.OpenAsync(actor, kind, id, cancellationToken) is { } newer)
        {
            return Answer(StatusCodes.Status409Conflict, tools.Texts["Editor.Conflict", newer.SavedBy, newer.Version]);
        }

        var status = errors.Contains(ContentErrors.FactsChanged) ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
        return Answer(status, tools.Texts["Editor.NotSaved", string.Join(' ', errors.Select(tools.Texts.Of))]);
    }

    /// <summary>Who else is there, and whether somebody saved.</summary>
    public static async Task<IActionResult> PresenceAsync(EditTools tools, Actor actor, OpenEntry? open, CancellationToken cancellationToken) => new JsonResult(new
    {
        version = open?.Version ?? 0,
        others = open is null ? "" : await OthersAsync(tools, actor, open.EntryId, cancellationToken),
    });

    /// <summary>"Li was editing 2 minutes ago"; empty when nobody else is.</summary>
    public static string Say(Web.Texts texts, IReadOnlyList<OtherEditor> others) =>
        string.Join(' ', others.Select(o => o.Minutes == 0 ? texts["Editor.OtherNow", o.Name] : texts["Editor.Other", o.Name, o.Minutes]));

    private static async Task<string> OthersAsync(EditTools tools, Actor actor, Guid entryId, CancellationToken cancellationToken) =>
        Say(tools.Texts, await tools.EditorPresences.OthersAsync(actor, entryId, cancellationToken));

    private static JsonResult Answer(int status, string message) => new(new { message }) { StatusCode = status };
}
