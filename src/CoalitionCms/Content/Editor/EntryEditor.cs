using System.Security.Cryptography;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Web;
using Microsoft.AspNetCore.DataProtection;

namespace CoalitionCms.Content;

/// <summary>What an editor shows in addition to the form.</summary>
/// <param name="Open">The entry as it is saved; null while it is new.</param>
/// <param name="Original">The text that this one translates; null for the original itself.</param>
/// <param name="Checks">The checklist of the last saved state.</param>
/// <param name="Others">Other users who have the entry open.</param>
/// <param name="Steps">The review history.</param>
/// <param name="PendingFacts">Facts that become public, in every language, with the next publication.</param>
internal sealed record EditorSurroundings(
    OpenEntry? Open,
    IReadOnlyList<SiblingEntry> Languages,
    OriginalText? Original,
    IReadOnlyList<CheckLine> Checks,
    IReadOnlyList<OtherEditor> Others,
    IReadOnlyList<ReviewRow> Steps,
    FactsView PendingFacts)
{
    /// <summary>Open remarks on passages.</summary>
    public IReadOnlyList<RemarkRow> Remarks { get; init; } = [];
}

/// <summary>The text that a translation follows, and what changed in it since the translation was last published, or begun.</summary>
/// <param name="Since">When that was; null while nothing changed.</param>
internal sealed record OriginalText(Language Language, EntryText Text, DateTime? Since, IReadOnlyList<Piece> Title,
    IReadOnlyList<Piece> Summary, IReadOnlyList<DiffParagraph> Body)
{
    /// <summary>The text as its page shows it.</summary>
    public required SafeHtml Shown { get; init; }

    public static OriginalText Of(OpenEntry original, EntryText? before, DateTime since, MediaLookup media)
    {
        var (older, now) = (before ?? original.Text, original.Text);
        var isSame = older.Title == now.Title && older.Summary == now.Summary && older.Body == now.Body;
        return new(original.Language, now, isSame ? null : since, TextDifference.InLine(older.Title, now.Title),
            TextDifference.InLine(older.Summary, now.Summary), isSame ? [] : TextDifference.Of(older.Body, now.Body))
        {
            Shown = MarkdownText.ToHtml(now.Body, original.Language.Code, media),
        };
    }
}

/// <summary>Somebody else saved first: their text, and how it differs from the one in the form.</summary>
internal sealed record EditConflict(OpenEntry Newer, IReadOnlyList<Piece> Title, IReadOnlyList<Piece> Summary,
    IReadOnlyList<DiffParagraph> Body)
{
    /// <summary>Compares the newer text with the one in the form.</summary>
    public static EditConflict Of(OpenEntry newer, EntryText mine) => new(
        newer, TextDifference.InLine(newer.Text.Title, mine.Title), TextDifference.InLine(newer.Text.Summary, mine.Summary),
        TextDifference.Of(newer.Text.Body, mine.Body));
}

/// <summary>The server side of an editor: opens entries for its form, reads the state that the form was opened on, and saves.</summary>
internal sealed class EntryEditor(
    Texts texts,
    EntryAdminQueries queries,
    RevisionAdminQueries revisions,
    ReviewAdminQueries reviews,
    RemarkAdminQueries remarks,
    EditorPresence presence,
    PublishingChecklist checklist,
    EditUploads uploads,
    TraditionalDraft traditional,
    MediaAdminQueries library,
    MediaQueries media,
    EntryLoader loader,
    SaveEntry saveEntry,
    KeepDescriptions keepDescriptions,
    IEnumerable<FactsStore> stores,
    IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("CoalitionCms.Editor.Facts");

    /// <summary>The entry at an address, or the state for a new one; null when there is none for the actor.</summary>
    public async Task<LoadedEntry?> LoadAsync(Actor actor, EntryKind kind, string id, EntryForm form, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(id, out var entryId))
        {
            var loaded = await loader.LoadAsync(entryId, null, form.FactsVersion, cancellationToken);
            return loaded.Entry?.Kind == kind && EntryRights.MayEdit(actor, kind, loaded.Entry.CreatedBy) ? loaded : null;
        }

        if (id != "new" || !EntryRights.MayEdit(actor, kind, createdBy: null, isNew: true))
        {
            return null;
        }

        // Security: the form shows the facts and the languages of the item; the same access rules apply as to its entries.
        var begun = await loader.LoadAsync(form.NewId, form.ItemId, form.FactsVersion, cancellationToken);
        return form.ItemId is null || begun.Siblings.Exists(s => s.Kind == kind && EntryRights.MayEdit(actor, kind, s.CreatedBy))
            ? begun
            : null;
    }

    /// <summary>Discards prepared changes and reads the entry again from the database.</summary>
    public Task<LoadedEntry?> ReloadAsync(Actor actor, EntryKind kind, string id, EntryForm form, CancellationToken cancellationToken)
    {
        loader.Forget();
        return LoadAsync(actor, kind, id, form, cancellationToken);
    }

    /// <summary>
    /// The facts that the form was filled with; values that it does not show, such as texts of other languages, are taken from them.
    /// </summary>
    public string FactsInForm(EntryKind kind, EntryForm form, LoadedEntry loaded) =>
        Unprotect(form.FactsBefore) ?? (loaded.FormFacts ?? loaded.Facts)?.Json ?? stores.Single(s => s.Kind == kind).None;

    /// <summary>The facts that a form shows when it is opened.</summary>
    public string FactsToShow(EntryKind kind, LoadedEntry loaded) => loaded.Facts?.Json ?? stores.Single(s => s.Kind == kind).None;

    public Task<Result<SaveEntry.Saved>> SaveAsync(Actor actor, SaveEntry.Input input, SaveThen then, LoadedEntry loaded,
        CancellationToken cancellationToken) =>
        saveEntry.RunAsync(actor, input, then, cancellationToken, loaded);

    /// <summary>Merges the form's facts with those that others saved since, and records in the form what it is now based on.</summary>
    /// <returns>The facts to show in the form, and the fields in which both differ.</returns>
    public async Task<(string Facts, FactsView Clashes)> MergeFactsAsync(Actor actor, EntryKind kind, EntryForm form, string mine,
        LoadedEntry loaded,
        CancellationToken cancellationToken)
    {
        var store = stores.Single(s => s.Kind == kind);
        var merged = FactsMerge.Of(store, loaded.FormFacts?.Json, store.Normalise(mine), loaded.Facts!.Json);
        (form.FactsVersion, form.FactsBefore, form.FactsTheirs) =
            (loaded.Facts.Number, protector.Protect(merged.Mine), protector.Protect(merged.Theirs));
        return (merged.Mine, await ViewAsync(actor, kind, merged.Theirs, merged.Mine, cancellationToken));
    }

    /// <summary>Takes the other user's values for facts that both changed; later changes in the form are kept.</summary>
    /// <returns>The facts to show in the form; null when there was no such conflict.</returns>
    public string? TakeTheirs(EntryKind kind, EntryForm form, string mine)
    {
        if (Unprotect(form.FactsBefore) is not { } before || Unprotect(form.FactsTheirs) is not { } theirs)
        {
            return null;
        }

        var store = stores.Single(s => s.Kind == kind);
        var merged = FactsMerge.Of(store, before, store.Normalise(mine), theirs).Theirs;
        (form.FactsBefore, form.FactsTheirs) = (protector.Protect(merged), null);
        return merged;
    }

    public async Task<EditorSurroundings> SurroundAsync(Actor actor, EntryKind kind, string id, LoadedEntry loaded,
        CancellationToken cancellationToken)
    {
        var none = new FactsView([], new Dictionary<string, string>(), kind);
        if (loaded.Entry is null || id == "new")
        {
            var siblings = loaded.Item is { } item ? await queries.SiblingsAsync(item.Id, cancellationToken) : [];
            return new(null, siblings, await OriginalAsync(actor, kind, siblings, loaded, cancellationToken), [], [], [], none);
        }

        var open = await queries.OpenAsync(loaded, cancellationToken);
        return new(
            open,
            open.Languages,
            await OriginalAsync(actor, kind, open.Languages, loaded, cancellationToken),
            await checklist.RunAsync(new(open.EntryId, open.ItemId, kind, open.Language, open.Text, open.FactsToPublishJson, actor),
                cancellationToken),
            await presence.OthersAsync(actor, open.EntryId, cancellationToken),
            await reviews.StepsAsync(open.EntryId, cancellationToken),
            open.PublicFactsJson is { } shown && shown != open.FactsToPublishJson
            ? await revisions.ViewAsync(actor, kind, revisions.ChangesForReaders(kind, shown, open.FactsToPublishJson), cancellationToken)
            : none)
        {
            Remarks = await remarks.OpenAsync(open.EntryId, open.Text, cancellationToken),
        };
    }

    /// <summary>Merges the body of the form with the newest one, for the author to clean up and save.</summary>
    /// <returns>Number of conflicts left in the text.</returns>
    public async Task<int> MergeTextAsync(Actor actor, EntryForm form, OpenEntry newest, CancellationToken cancellationToken)
    {
        var before = await revisions.TextAsync(actor, newest.EntryId, form.Base, cancellationToken);
        var marks = new ClashMarks(texts["Merge.Mine"], texts["Merge.Theirs"], texts["Merge.End"]);
        var merged = TextMerge.Of(before?.Body, CleanText.Block(form.Body), newest.Text.Body, marks);
        form.TakeUnchanged(before, newest);
        (form.Body, form.Merged, form.Version) = (merged.Text, true, newest.Version);
        return merged.Clashes;
    }

    public Task NoteAsync(Actor actor, Guid entryId, CancellationToken cancellationToken) =>
        presence.NoteAsync(actor, entryId, cancellationToken);

    /// <summary>"Li is editing, 2 minutes ago"; empty when nobody else is.</summary>
    public async Task<string> OthersAsync(Actor actor, Guid entryId, CancellationToken cancellationToken) =>
        Say(texts, await presence.OthersAsync(actor, entryId, cancellationToken));

    public static string Say(Texts texts, IReadOnlyList<OtherEditor> others) =>
        texts.Join(others.Select(o => o.Minutes == 0 ? texts["Editor.OtherNow", o.Name] : texts["Editor.Other", o.Name, o.Minutes]));

    /// <summary>Adds the files that were sent with the form to the library.</summary>
    public Task<IReadOnlyList<EditUploads.Arrived>> TakeAsync(
        Actor actor, IReadOnlyList<IFormFile> files, Language language, string? altText, CancellationToken cancellationToken) =>
        uploads.TakeAsync(actor, files, language, altText, cancellationToken);

    /// <summary>The item's text in simplified Chinese begun in traditional; null when the actor may not edit one.</summary>
    public async Task<EntryText?> BeginTraditionalAsync(Actor actor, EntryKind kind, IReadOnlyList<SiblingEntry> languages,
        CancellationToken cancellationToken) =>
        languages.FirstOrDefault(l => l.Language == TraditionalText.SimplifiedCode) is { } simplified
        && await queries.OpenAsync(actor, kind, simplified.EntryId, cancellationToken) is { } open
        ? await traditional.BeginAsync(actor, open.Text, cancellationToken) : null;

    public Task<Result<EditUploads.Read>> ReadAsync(Actor actor, IFormFile document, Language language,
        CancellationToken cancellationToken) => uploads.ReadAsync(actor, document, language, cancellationToken);

    public Task<Result> KeepDescriptionsAsync(Actor actor, Language language, IReadOnlyList<KeepDescriptions.Description> descriptions,
        bool mayShow, CancellationToken cancellationToken) =>
        keepDescriptions.RunAsync(actor, language, descriptions, mayShow, cancellationToken);

    public Task<IReadOnlyList<LibraryFile>> PhotosAsync(Actor actor, string? chosen, CancellationToken cancellationToken) =>
        PhotoChoice.FilesAsync(library, actor, chosen, cancellationToken);

    private Task<FactsView> ViewAsync(Actor actor, EntryKind kind, string older, string newer, CancellationToken cancellationToken) =>
        revisions.ViewAsync(actor, kind, revisions.Changes(kind, older, newer), cancellationToken);

    private async Task<OriginalText?> OriginalAsync(Actor actor, EntryKind kind, IReadOnlyList<SiblingEntry> languages,
        LoadedEntry translation, CancellationToken cancellationToken)
    {
        var self = translation.Entry;
        if (languages.FirstOrDefault(l => l.IsOriginal && l.EntryId != self?.Id) is not { } first
            || await queries.OpenAsync(actor, kind, first.EntryId, cancellationToken) is not { } original)
        {
            return null;
        }

        var since = self is null ? original.SavedAt
            : await revisions.SavedAtAsync(translation.Publication?.RevisionId, cancellationToken) ?? self.CreatedAt;
        media.ServeFrom(MediaView.StaffRoot);
        return OriginalText.Of(original, await revisions.TextAtAsync(actor, original.EntryId, since, cancellationToken), since,
            await media.LookupAsync(original.Language, cancellationToken, original.Text.Body));
    }

    private string? Unprotect(string? facts)
    {
        try
        {
            return string.IsNullOrEmpty(facts) ? null : protector.Unprotect(facts);
        }
        catch (CryptographicException)
        {
            // Not created by a form of this site, or created before its keys were replaced.
            return null;
        }
    }
}
