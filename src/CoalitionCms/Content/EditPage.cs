using System.Data.Common;
using CoalitionCms.Identity;
using CoalitionCms.Features.Media;
using CoalitionCms.Content.Actions;
using CoalitionCms.Web;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>
/// The editor that all five kinds share: words, facts, save, preview, publish, and both texts when somebody else saved first.
/// A kind adds its facts form. The address is <c>/admin/{kind}/{id}</c>, where id is an entry or <c>new</c>.
/// </summary>
/// <typeparam name="TFacts">The kind's facts.</typeparam>
/// <typeparam name="TForm">The same as a form's fields.</typeparam>
[RequestSizeLimit(FormBinding.MaxUploads)]
[RequestFormLimits(MultipartBodyLengthLimit = FormBinding.MaxUploads, ValueLengthLimit = FormBinding.MaxBody, ValueCountLimit = 4_096)]
public abstract class EditPage<TFacts, TForm>(EditTools tools) : PageModel
    where TFacts : class
    where TForm : class, new()
{
    /// <summary>The words.</summary>
    [BindProperty]
    public EntryForm Entry { get; set; } = new();

    /// <summary>The facts.</summary>
    [BindProperty]
    public TForm Facts { get; set; } = new();

    /// <summary>The entry as it stands in the database; null while it is new.</summary>
    public OpenEntry? Open { get; private set; }

    /// <summary>What somebody else saved meanwhile, when a save was refused for it.</summary>
    public EditConflict? Conflict { get; private set; }

    /// <summary>Entries of the other languages.</summary>
    public IReadOnlyList<SiblingEntry> Languages { get; private set; } = [];

    /// <summary>The checklist of what was last saved.</summary>
    public IReadOnlyList<CheckLine> Checks { get; private set; } = [];

    /// <summary>Who else has it open.</summary>
    public IReadOnlyList<OtherEditor> Others { get; private set; } = [];

    /// <summary>What was done and said in reviews.</summary>
    public IReadOnlyList<ReviewRow> Steps { get; private set; } = [];

    /// <summary>The text that this one translates; null for the original itself.</summary>
    public OpenEntry? Original { get; private set; }

    /// <summary>Clashes left after two texts were put together.</summary>
    public int? Clashes { get; private set; }

    /// <summary>The kind edited.</summary>
    public abstract EntryKind Kind { get; }

    /// <summary>The site's zone.</summary>
    public TimeZoneInfo Zone => tools.Options.Zone;

    /// <summary>Language of the entry.</summary>
    public Language EntryLanguage => Open is { IsLanguageFixed: true } ? Open.Language : Language.Find(Entry.Language) ?? Open?.Language ?? HttpContext.Language();

    /// <summary>Where the form is sent.</summary>
    public string FormAction => Open is null ? SiteUrls.New(Kind) : SiteUrls.Edit(Kind, Open.EntryId);

    private Guid ItemId => Open?.ItemId ?? Entry.ItemId ?? Guid.Empty;

    /// <summary>Opens an entry, a new one, or with <paramref name="of"/> and <paramref name="lang"/> a new translation.</summary>
    public async Task<IActionResult> OnGetAsync(string id, Guid? of, string? lang, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, of, cancellationToken))
        {
            return NotFound();
        }

        Entry = Open is not null ? EntryForm.Of(Open) : new() { Language = (Language.Find(lang) ?? HttpContext.Language()).Code, ItemId = of };
        Entry.ScheduleZone = tools.Options.TimeZone;
        if (Open is not null)
        {
            // Also for those whose browser runs no script: what they opened is not overwritten by somebody's autosave.
            await tools.EditorPresences.NoteAsync(HttpContext.Actor(), Open.EntryId, cancellationToken);
        }

        if (Open?.Schedule is { } schedule)
        {
            Entry.ShowSchedule(schedule.AtUtc, Zone);
        }

        // What was refused comes back as it was typed.
        if (TempData["schedule"] is string[] and [var on, var at, var zone])
        {
            (Entry.ScheduleOn, Entry.ScheduleAt, Entry.ScheduleZone) = (on, at, zone);
        }

        var live = await tools.Desk.LiveAsync(Kind, ItemId, cancellationToken);
        Entry.FactsVersion = live.Version;
        Facts = FormOf(FactsJson.Read<TFacts>(Open?.FactsJson ?? live.Json), EntryLanguage);
        return await ShowAsync(cancellationToken);
    }

    /// <summary>Does what the button says. Whatever happens, what was typed comes back.</summary>
    public async Task<IActionResult> OnPostAsync(string id, [FromForm(Name = "do")] string? button, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, Entry.ItemId, cancellationToken))
        {
            return NotFound();
        }

        switch (button)
        {
            case "ping":
                return await PingAsync(cancellationToken);
            case "photos":
                return await AddPhotosAsync(cancellationToken);
            case "merge":
                return await MergeAsync(cancellationToken);
            case "save" or "publish" or "schedule" or "submit" or "preview" or "autosave":
                break;
            default:
                AddRows(button ?? "");
                return await AgainAsync(cancellationToken);
        }

        var errors = new List<Error>();
        var before = FactsJson.Read<TFacts>((await tools.Desk.LiveAsync(Kind, ItemId, cancellationToken)).Json);
        var facts = FactsOf(Facts, before, EntryLanguage, errors);
        ModelState.Add(tools.Texts, errors, nameof(Facts));
        if (button == "autosave")
        {
            return await AutosaveAsync(ModelState.IsValid ? facts : null, cancellationToken);
        }

        if (button == "preview" && ModelState.IsValid)
        {
            HttpContext.Speak(EntryLanguage);
            tools.Media.ServeFrom(MediaView.StaffRoot);
            return await PreviewAsync(Entry.ToText().Clean(), facts!, ItemId, cancellationToken);
        }

        try
        {
            return ModelState.IsValid ? await SaveAsync(facts!, button, cancellationToken) : await AgainAsync(cancellationToken);
        }
        catch (Exception outage) when (outage is DbUpdateException or DbException)
        {
            // A full disk, a lost database: what was typed goes back to who typed it, not into an error page.
            return await FailedAsync(outage, cancellationToken);
        }
    }

    /// <summary>Fills the facts form; words per language in the entry's language.</summary>
    protected abstract TForm FormOf(TFacts facts, Language language);

    /// <summary>Reads the facts form. Keeps from <paramref name="before"/> what the form does not show, such as the words of other languages.</summary>
    /// <returns>The facts; anything when <paramref name="errors"/> were added, with fields relative to the facts form.</returns>
    protected abstract TFacts? FactsOf(TForm form, TFacts before, Language language, ICollection<Error> errors);

    /// <summary>The public page, made of what is in the form.</summary>
    protected abstract Task<IActionResult> PreviewAsync(EntryText text, TFacts facts, Guid itemId, CancellationToken cancellationToken);

    /// <summary>Adds blank rows where a button asks for them.</summary>
    protected virtual void AddRows(string button)
    {
    }

    /// <summary>Loads what the form offers to choose from.</summary>
    protected virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Saves through the kind's own action where it has rules of its own.</summary>
    protected virtual Task<Result<SaveDraft.Saved>> SaveAsync(Actor actor, SaveDraft.Input input, TFacts facts, CancellationToken cancellationToken) =>
        tools.SaveDraft.RunAsync(actor, Kind, input, facts, cancellationToken);

    /// <summary>Photos to choose one from, with the one that is chosen.</summary>
    protected Task<IReadOnlyList<LibraryFile>> PhotosAsync(string? chosen, CancellationToken cancellationToken) =>
        PhotoChoice.FilesAsync(tools.Library, HttpContext.Actor(), chosen, cancellationToken);

    /// <summary>A view of the public frame with a model of its own.</summary>
    protected IActionResult View<TView>(string path, TView model) =>
        new ViewResult { ViewName = path, ViewData = new ViewDataDictionary<TView>(MetadataProvider, new()) { Model = model } };

    private SaveDraft.Input InputBecause(RevisionReason reason) => new(Open?.EntryId, Entry.ItemId, EntryLanguage, Entry.ToText(), Entry.Version, Entry.FactsVersion)
    {
        Reason = reason,
        Note = Entry.Note ?? "",
    };

    private async Task<IActionResult> SaveAsync(TFacts facts, string button, CancellationToken cancellationToken)
    {
        var actor = HttpContext.Actor();
        var saved = await SaveAsync(actor, InputBecause(Entry.Merged ? RevisionReason.Merged : RevisionReason.Saved), facts, cancellationToken);
        if (!saved.IsDone)
        {
            return await RefuseAsync(saved.Errors, cancellationToken);
        }

        await tools.EditorPresences.NoteAsync(actor, saved.Value.EntryId, cancellationToken);
        var (done, result) = button == "save" ? ("Entry.Saved", Result.Done) : await GoOnAsync(actor, button, saved.Value, cancellationToken);
        TempData["done"] = result.IsDone ? done : "Entry.Saved";
        TempData["refused"] = result.IsDone ? null : string.Join(' ', result.Errors.Select(tools.Texts.Of));
        if (!result.IsDone && button == "schedule")
        {
            TempData["schedule"] = new[] { Entry.ScheduleOn ?? "", Entry.ScheduleAt ?? "", Entry.ScheduleZone ?? "" };
        }

        TempData["beside"] = saved.Value.BesideOwn?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return LocalRedirect(SiteUrls.Edit(Kind, saved.Value.EntryId));
    }

    private Task<IActionResult> FailedAsync(Exception outage, CancellationToken cancellationToken)
    {
        tools.Log.LogError("A text could not be saved. {Type}: {Code}", outage.GetType().Name, (outage as DbException ?? outage.InnerException as DbException)?.SqlState);
        ModelState.AddModelError("", tools.Texts["Editor.ServerFailed"]);
        Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return ShowAsync(cancellationToken);
    }

    private async Task<(string Done, Result Result)> GoOnAsync(Actor actor, string button, SaveDraft.Saved saved, CancellationToken cancellationToken)
    {
        var despite = Entry.Despite ?? "";
        switch (button)
        {
            case "schedule":
                var (on, at) = Entry.ReadSchedule();
                var input = new ScheduleEntry.Input(saved.EntryId, saved.Version, on, at, CleanText.Line(Entry.ScheduleZone), despite);
                return ("Entry.ScheduleSet", await tools.ScheduleEntry.RunAsync(actor, input, cancellationToken));
            case "submit":
                return ("Entry.Submitted", await tools.ReviewEntry.RunAsync(actor, new(saved.EntryId, saved.Version, ReviewStepKind.Submitted, Entry.Note ?? ""), cancellationToken));
            default:
                return ("Entry.Published", await tools.PublishEntry.RunAsync(actor, new(saved.EntryId, saved.Version, despite), cancellationToken));
        }
    }

    /// <summary>Keeps what is there without asking anything of it. Facts that cannot be read stay as they were; the words are kept all the same.</summary>
    private async Task<IActionResult> AutosaveAsync(TFacts? facts, CancellationToken cancellationToken)
    {
        var actor = HttpContext.Actor();
        var input = InputBecause(RevisionReason.Autosaved);
        var saved = facts is null ? null : await SaveAsync(actor, input, facts, cancellationToken);
        var isPartial = saved is null || saved.Errors.Any(r => r.Field.StartsWith("Facts.", StringComparison.Ordinal));
        if (isPartial)
        {
            var open = Open?.FactsJson ?? (await tools.Desk.LiveAsync(Kind, ItemId, cancellationToken)).Json;
            saved = await tools.SaveDraft.RunAsync(actor, Kind, input, FactsJson.Read<TFacts>(open), cancellationToken);
        }

        if (saved!.IsDone)
        {
            await tools.EditorPresences.NoteAsync(actor, saved.Value.EntryId, cancellationToken);
            return await EditAnswers.SavedAsync(tools, actor, Kind, saved.Value, isPartial, cancellationToken);
        }

        return await EditAnswers.RefusedAsync(tools, actor, Kind, Open?.EntryId, saved.Errors, cancellationToken);
    }

    private async Task<IActionResult> PingAsync(CancellationToken cancellationToken)
    {
        if (Open is not null)
        {
            await tools.EditorPresences.NoteAsync(HttpContext.Actor(), Open.EntryId, cancellationToken);
        }

        return await EditAnswers.PresenceAsync(tools, HttpContext.Actor(), Open, cancellationToken);
    }

    /// <summary>Puts the text in the form and the newest one together, for its writer to tidy and save.</summary>
    private async Task<IActionResult> MergeAsync(CancellationToken cancellationToken)
    {
        if (Open is not null)
        {
            var before = await tools.Revisions.TextAsync(HttpContext.Actor(), Open.EntryId, Entry.Base, cancellationToken);
            var marks = new ClashMarks(tools.Texts["Merge.Mine"], tools.Texts["Merge.Theirs"], tools.Texts["Merge.End"]);
            var merged = TextMerge.Of(before?.Body, CleanText.Block(Entry.Body), Open.Text.Body, marks);
            Entry.TakeUnchanged(before, Open);
            (Entry.Body, Entry.Merged, Clashes) = (merged.Text, true, merged.Clashes);
            (Entry.Version, Entry.FactsVersion) = (Open.Version, Open.FactsVersion);
            ModelState.Clear();
        }

        return await ShowAsync(cancellationToken);
    }

    /// <summary>Takes the files that came with the form, and puts those that are good at the end of the text.</summary>
    private async Task<IActionResult> AddPhotosAsync(CancellationToken cancellationToken)
    {
        var arrived = await tools.Uploads.TakeAsync(HttpContext.Actor(), Request.Form.Files.GetFiles("Photos"), EntryLanguage, Entry.PhotoAlt, cancellationToken);
        Entry.Body = string.Join("\n\n", [.. new[] { CleanText.Block(Entry.Body) }.Where(b => b.Length > 0), .. arrived.Where(a => a.File is not null).Select(a => a.File!.Markdown(EntryLanguage, Entry.PhotoAlt ?? ""))]);
        Entry.PhotoAlt = null;
        ModelState.Clear();
        foreach (var file in arrived.Where(a => a.Error is not null))
        {
            ModelState.AddModelError("photos", tools.Texts["Media.Refused", file.FileName, tools.Texts.Of(file.Error!)]);
        }

        if (arrived.Count == 0)
        {
            ModelState.AddModelError("photos", tools.Texts.Of(MediaErrors.NothingChosen));
        }

        return await AgainAsync(cancellationToken);
    }

    private async Task<IActionResult> RefuseAsync(IReadOnlyList<Error> errors, CancellationToken cancellationToken)
    {
        ModelState.Add(tools.Texts, errors.Where(r => r.Field.StartsWith("Facts.", StringComparison.Ordinal)).Select(r => r with { Field = r.Field[6..] }), nameof(Facts));
        ModelState.Add(tools.Texts, errors.Where(r => !r.Field.StartsWith("Facts.", StringComparison.Ordinal)), nameof(Entry));
        if (errors.Contains(ContentErrors.Stale) || errors.Contains(ContentErrors.FactsChanged))
        {
            // Both texts stand on the page; saving again means having seen the other one.
            var newer = (await tools.Desk.OpenAsync(HttpContext.Actor(), Kind, Open!.EntryId, cancellationToken))!;
            Conflict = EditConflict.Of(newer, Entry.ToText().Clean());
            ModelState.Remove("Entry.Version");
            ModelState.Remove("Entry.FactsVersion");
            (Entry.Version, Entry.FactsVersion) = (newer.Version, newer.FactsVersion);
            Response.StatusCode = StatusCodes.Status409Conflict;
        }
        else if (errors.Contains(ContentErrors.NotAllowed))
        {
            Response.StatusCode = StatusCodes.Status403Forbidden;
        }

        return await ShowAsync(cancellationToken);
    }

    private Task<IActionResult> AgainAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }

        return ShowAsync(cancellationToken);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);

        // The frame brings the script and the title.
        ViewData["Editor"] = true;
        ViewData["Title"] = Open is null ? tools.Texts["Entry.New." + Kind] : tools.Texts["Entry.EditTitle", Open.Text.Title.Length > 0 ? Open.Text.Title : tools.Texts["Entry.Untitled"]];
        Original = Languages.FirstOrDefault(l => l.IsOriginal && l.EntryId != Open?.EntryId) is { } original
            ? await tools.Desk.OpenAsync(HttpContext.Actor(), Kind, original.EntryId, cancellationToken)
            : null;
        if (Open is not null)
        {
            Checks = await tools.Checklist.RunAsync(new(Open.EntryId, Open.ItemId, Kind, Open.Language, Open.Text, Open.FactsJson), cancellationToken);
            Others = await tools.EditorPresences.OthersAsync(HttpContext.Actor(), Open.EntryId, cancellationToken);
            Steps = await tools.Reviews.StepsAsync(Open.EntryId, cancellationToken);
        }

        return Page();
    }

    private async Task<bool> LoadAsync(string id, Guid? itemId, CancellationToken cancellationToken)
    {
        var actor = HttpContext.Actor();
        if (Guid.TryParse(id, out var entryId))
        {
            Open = await tools.Desk.OpenAsync(actor, Kind, entryId, cancellationToken);
            Languages = Open?.Languages ?? [];
            return Open is not null;
        }

        if (id != "new" || !EntryRights.MayEdit(actor, Kind, createdBy: null, isNew: true))
        {
            return false;
        }

        // Security: the form shows the facts and the languages of the thing; they are as closed as its entries.
        Languages = itemId is { } subject ? await tools.Desk.SiblingsAsync(subject, cancellationToken) : [];
        return itemId is null || (await tools.Desk.FindAllAsync(actor, [.. Languages.Select(l => (l.EntryId, false))], cancellationToken)).Count > 0;
    }
}
