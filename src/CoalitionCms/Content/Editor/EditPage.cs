using System.Data.Common;
using System.Globalization;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using CoalitionCms.Data;
using CoalitionCms.Features.Media;
using CoalitionCms.Web;
using CoalitionCms.Web.TagHelpers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>
/// The editor page that all five kinds share: text, facts, save, preview, publish, and both versions when somebody else saved first. A kind
/// adds its facts form. The address is <c>/admin/{kind}/{id}</c>, where id is an entry or <c>new</c>.
/// </summary>
[RequestSizeLimit(FormBinding.MaxUploads)]
[RequestFormLimits(MultipartBodyLengthLimit = FormBinding.MaxUploads, ValueLengthLimit = FormBinding.MaxBody, ValueCountLimit = 4_096)]
internal abstract class EditPage(EntryEditor editor, Texts texts, CmsOptions options, EntryKind kind) : PageModel
{
    private static readonly string[] FileFields = ["Photos", "Document", "CoverFile"];

    private LoadedEntry loaded = new();

    [BindProperty]
    public EntryForm Entry { get; set; } = new();

    [BindProperty]
    public RemarkForm Remark { get; set; } = new();

    public EditorSurroundings Around { get; private set; } =
        new(null, [], null, [], [], [], new([], new Dictionary<string, string>(), kind));

    /// <summary>The newer text of somebody else, when a save was refused because of it.</summary>
    public EditConflict? Conflict { get; private set; }

    /// <summary>Facts that somebody else changed in the meantime to values other than those of the form.</summary>
    public FactsView? FactClashes { get; private set; }

    /// <summary>What became of a document or a draft that was put into the text; null for nothing.</summary>
    public string? Told { get; private set; }

    /// <summary>True where the item has a simplified text from which this empty one can be begun.</summary>
    public bool MayBeginTraditional => EntryLanguage.Code == TraditionalText.Code && string.IsNullOrWhiteSpace(Entry.Body)
        && Around.Languages.Any(l => l.Language == TraditionalText.SimplifiedCode);

    /// <summary>Number of conflicts left after two texts were merged; null when none were merged.</summary>
    public int? Clashes { get; private set; }

    public EntryKind Kind { get; } = kind;

    /// <summary>The entry as it is saved; null while it is new.</summary>
    public OpenEntry? Open => Around.Open;

    public TimeZoneInfo Zone => options.Zone;

    /// <summary>Language of the entry. It is fixed once the entry was public or is scheduled.</summary>
    public Language EntryLanguage =>
        SavedEntry is { } entry && (loaded.Publication is not null || entry.WithdrawnAt is not null || entry.ScheduledAt is not null)
        ? Language.Find(entry.Language)!
        : Language.Find(Entry.Language) ?? (SavedEntry is { } draft ? Language.Find(draft.Language)! : HttpContext.Language());

    public string FormAction => SavedEntry is { } entry ? SiteUrls.Edit(Kind, entry.Id) : SiteUrls.New(Kind);

    /// <summary>The photos of the text in the form.</summary>
    public IReadOnlyList<PhotoInText> PhotosInBody => PhotosInText.In(Entry.Body);

    /// <summary>True for kinds that show a photo beside the text: a cover or a portrait.</summary>
    public virtual bool HasCover => false;

    /// <summary>Languages that have no entry yet.</summary>
    public IEnumerable<Language> Missing => Language.All.Where(l => Around.Languages.All(s => s.Language != l.Code));

    /// <summary>The warnings that need confirmation, as one string; empty when there are none.</summary>
    public string ToConfirm => PublishingChecklist.ToConfirm(Around.Checks);

    /// <summary>
    /// True when the parts of the form with facts stand open: in a new form, and when the page comes back to be corrected.
    /// </summary>
    public bool ShowsFacts => Open is null || HttpMethods.IsPost(Request.Method);

    /// <summary>The same for the parts that are seldom needed.</summary>
    public bool ShowsMore => HttpMethods.IsPost(Request.Method) && !ModelState.IsValid;

    /// <summary>The languages of the item; nothing while it is not saved.</summary>
    public LanguageChips? Chips => loaded.Item is not { } item ? null : new(
        Kind, item.Id, [.. Language.All.Select(l => Chip(l, Around.Languages.FirstOrDefault(s => s.Language == l.Code)))],
        EntryLanguage.Code);

    protected Guid ItemId => loaded.Item?.Id ?? Guid.Empty;

    // A new form that was sent twice finds its entry, but is still the form of a new entry.
    private Entry? SavedEntry => RouteData.Values["id"] as string == "new" ? null : loaded.Entry;

    /// <summary>Opens an entry, a new one, or with <paramref name="of"/> and <paramref name="lang"/> a new translation.</summary>
    public async Task<IActionResult> OnGetAsync(string id, Guid? of, string? lang, CancellationToken cancellationToken)
    {
        Entry.ItemId = of;
        if (await editor.LoadAsync(HttpContext.Actor(), Kind, id, Entry, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        loaded = found;
        Around = await editor.SurroundAsync(HttpContext.Actor(), Kind, id, loaded, cancellationToken);
        Entry = Open is not null
            ? EntryForm.Of(Open)
            : new() { Language = (Language.Find(lang) ?? HttpContext.Language()).Code, ItemId = of, NewId = Guid.CreateVersion7() };
        (Entry.ScheduleZone, Entry.FactsVersion) = (options.TimeZone, loaded.Facts?.Number ?? 0);
        if (Open is not null)
        {
            // Also for browsers without scripts: an entry that is open is not overwritten by somebody's autosave.
            await editor.NoteAsync(HttpContext.Actor(), Open.EntryId, cancellationToken);
        }

        if (Open?.Schedule is { } schedule)
        {
            Entry.ShowSchedule(schedule.AtUtc, schedule.Zone, Zone);
        }

        // Refused input is shown as it was typed.
        if (TempData["schedule"] is string[] and [var on, var at, var zone])
        {
            (Entry.ScheduleOn, Entry.ScheduleAt, Entry.ScheduleZone) = (on, at, zone);
        }

        ShowFacts(editor.FactsToShow(Kind, loaded), EntryLanguage);
        return await ShowAsync(cancellationToken);
    }

    /// <summary>Performs the action of the button. In every case the input is shown again.</summary>
    public async Task<IActionResult> OnPostAsync(string id, [FromForm(Name = "do")] string? button, CancellationToken cancellationToken)
    {
        if (await editor.LoadAsync(HttpContext.Actor(), Kind, id, Entry, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        loaded = found;
        if (Entry.Photos.Count > 0)
        {
            Entry.Body = PhotosInText.Describe(CleanText.Block(Entry.Body), Entry.Photos);
            Entry.Photos = [];
            foreach (var key in ModelState.Keys.Where(k => k.StartsWith("Entry.Photos", StringComparison.Ordinal)
                || k == "Entry.Body").ToList())
            {
                ModelState.Remove(key);
            }
        }

        if (button?.Split(':') is ["photo", var act, var at]
            && int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return await ActOnPhotoAsync(act, index, cancellationToken);
        }

        switch (button)
        {
            case "ping":
                return await PingAsync(cancellationToken);
            case "photos":
                return await AddPhotosAsync(cancellationToken);
            case "traditional":
                return await BeginTraditionalAsync(id, cancellationToken);
            case { } choice when choice.StartsWith("form:", StringComparison.Ordinal):
                Entry.Choose(choice["form:".Length..]);
                ModelState.Clear();
                return await ShowAsync(cancellationToken);
            case "document":
                return await AddDocumentAsync(cancellationToken);
            case "cover":
                return await AddCoverAsync(cancellationToken);
            case "merge":
                return await MergeAsync(cancellationToken);
            case "begin":
                return await BeginAsync(id, cancellationToken);
            case "save" or "publish" or "schedule" or "submit" when FieldWithFiles() is { } field:
                return await TakeFilesAsync(field, cancellationToken);
            case "save" or "publish" or "schedule" or "submit" or "preview" or "autosave" or "theirs":
                break;
            case { } value when RemarkButton.Of(value) is { } pressed:
                return await RemarkAsync(pressed, cancellationToken);
            default:
                HttpContext.Items[FieldTagHelper.Focus] = AddRows(button ?? "");
                return await AgainAsync(cancellationToken);
        }

        var errors = new List<Error>();
        var facts = ReadFacts(editor.FactsInForm(Kind, Entry, loaded), EntryLanguage, errors);
        ModelState.Add(texts, errors, "Facts");
        if (button == "autosave")
        {
            return await AutosaveAsync(ModelState.IsValid ? facts : null, cancellationToken);
        }

        if (!ModelState.IsValid)
        {
            return await AgainAsync(cancellationToken);
        }

        if (button == "preview")
        {
            HttpContext.Speak(EntryLanguage);
            HttpContext.RequestServices.GetRequiredService<MediaQueries>().ServeFrom(MediaView.StaffRoot);
            return await HttpContext.RequestServices.GetRequiredService<EntryPreview>()
                .ShowAsync(this, Kind, Entry.ToText().Clean(), EntryLanguage, ItemId, facts!, cancellationToken);
        }

        if (button == "theirs")
        {
            if (editor.TakeTheirs(Kind, Entry, facts!) is { } theirs)
            {
                ModelState.Clear();
                ShowFacts(theirs, EntryLanguage);
            }

            return await ShowAsync(cancellationToken);
        }

        try
        {
            return await SaveAsync(facts!, button, cancellationToken);
        }
        catch (Exception outage) when (outage is DbUpdateException or DbException || DatabaseTrouble.Of(outage) is not null)
        {
            // A full disk or an unavailable database: the input is returned to the user instead of an error page.
            return await FailedAsync(outage, cancellationToken);
        }
    }

    /// <summary>Fills the facts form; texts per language in the entry's language.</summary>
    protected abstract void ShowFacts(string facts, Language language);

    /// <summary>
    /// Reads the facts form. Values that the form does not show, such as texts of other languages, are taken from
    /// <paramref name="before"/>.
    /// </summary>
    /// <returns>The facts; null when <paramref name="errors"/> were added, with fields relative to the facts form.</returns>
    protected abstract string? ReadFacts(string before, Language language, ICollection<Error> errors);

    /// <summary>The hash of the photo beside the text; empty for none.</summary>
    protected virtual string Cover { get => ""; set { } }

    /// <summary>Adds rows to a list of the form.</summary>
    /// <returns>What the names of the fields of the first new row begin with; null when none was added.</returns>
    protected virtual string? AddRows(string button) => null;

    /// <summary>Loads the choices that the form offers.</summary>
    protected virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Assigns an error to the row of the form that it is about.</summary>
    protected virtual Error Place(Error error) => error;

    /// <summary>Photos to choose one from, for a cover or portrait, with what the chosen one shows.</summary>
    protected async Task<PhotoChoice> ChoiceAsync(string field, CancellationToken cancellationToken)
    {
        var files = await editor.PhotosAsync(HttpContext.Actor(), Cover, cancellationToken);
        var known = files.FirstOrDefault(f => f.Sha256 == Cover)?.AltText.In(EntryLanguage.Code) ?? "";
        var inText = PhotosInBody.FirstOrDefault(p => p.Sha256 == Cover && p.AltText.Length > 0)?.AltText ?? "";
        var typed = Entry.CoverOf == Cover ? Entry.CoverAlt ?? "" : "";
        return new(field, field, Cover, files, EntryLanguage, typed.Length > 0 ? typed : known.Length > 0 ? known : inText);
    }

    private LanguageChip Chip(Language language, SiblingEntry? sibling) => new(language, sibling?.EntryId, sibling?.State,
        sibling is { IsOriginal: false } && Around.Languages.FirstOrDefault(l => l.IsOriginal) is { } first
        && sibling.SavedAt < first.SavedAt);

    private SaveEntry.Input InputOf(string? facts, RevisionReason reason)
    {
        var (on, at) = Entry.ReadSchedule();
        return new(Kind, SavedEntry?.Id, SavedEntry is null ? Entry.ItemId : null, EntryLanguage, Entry.ToText(), Entry.Version, facts,
            Entry.FactsVersion)
        {
            NewId = Entry.NewId,
            Reason = reason,
            Note = Entry.Note ?? "",
            Despite = Entry.Despite ?? "",
            LeavesFacts = Entry.LeavesFacts,
            Schedule = new(on, at, CleanText.Line(Entry.ScheduleZone)),
        };
    }

    private async Task<IActionResult> SaveAsync(string facts, string button, CancellationToken cancellationToken)
    {
        if (!await KeepDescriptionsAsync(mayShow: true, cancellationToken))
        {
            return await AgainAsync(cancellationToken);
        }

        var (actor, then) = (HttpContext.Actor(), button switch
        {
            "publish" => SaveThen.Publish,
            "schedule" => SaveThen.Schedule,
            "submit" => SaveThen.Submit,
            _ => SaveThen.Nothing,
        });
        var result =
            await editor.SaveAsync(actor, InputOf(facts, Entry.Merged ? RevisionReason.Merged : RevisionReason.Saved), then, loaded,
            cancellationToken);
        if (!result.IsDone)
        {
            return await RefuseAsync(result.Errors, facts, cancellationToken);
        }

        var saved = result.Value;
        await editor.NoteAsync(actor, saved.EntryId, cancellationToken);
        var kept = saved.IsChanged ? "Entry.Saved" : "Entry.Unchanged";
        TempData["done"] = saved.NotDone.Count > 0 ? null : !saved.IsChanged ? kept : then switch
        {
            SaveThen.Publish => "Entry.Published",
            SaveThen.Schedule => "Entry.ScheduleSet",
            SaveThen.Submit => "Entry.Submitted",
            _ => kept,
        };
        TempData["refused"] = saved.NotDone.Count == 0 ? null : texts.Join(saved.NotDone.Select(texts.Of));
        if (saved.NotDone.Count > 0 && then == SaveThen.Schedule)
        {
            TempData["schedule"] = new[] { Entry.ScheduleOn ?? "", Entry.ScheduleAt ?? "", Entry.ScheduleZone ?? "" };
        }

        TempData["beside"] = saved.BesideOwn?.ToString(CultureInfo.InvariantCulture);
        return LocalRedirect(SiteUrls.Edit(Kind, saved.EntryId));
    }

    private async Task<IActionResult> FailedAsync(Exception outage, CancellationToken cancellationToken)
    {
        HttpContext.RequestServices.GetRequiredService<ILogger<EditPage>>()
            .LogError("A text could not be saved. {Type}: {Code}", outage.GetType().Name,
            (outage as DbException ?? outage.InnerException as DbException)?.SqlState);
        ModelState.AddModelError("", texts["Editor.ServerFailed"]);
        Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return await ReloadAsync(cancellationToken) ? await ShowAsync(cancellationToken) : NotFound();
    }

    /// <summary>
    /// Saves the form without requiring that it is complete. Facts that cannot be read stay unchanged; the text is saved all the same.
    /// </summary>
    private async Task<IActionResult> AutosaveAsync(string? facts, CancellationToken cancellationToken)
    {
        var actor = HttpContext.Actor();
        await KeepDescriptionsAsync(mayShow: false, cancellationToken);
        var result = await editor.SaveAsync(actor, InputOf(facts, RevisionReason.Autosaved), SaveThen.Nothing, loaded, cancellationToken);
        if (!result.IsDone)
        {
            return await AutosaveRefusedAsync(result.Errors, cancellationToken);
        }

        var saved = result.Value;
        await editor.NoteAsync(actor, saved.EntryId, cancellationToken);
        var message = texts[saved.IsPartial ? "Editor.SavedWords" : "Editor.Saved", saved.Version];
        var open = await ReloadAsync(cancellationToken) ? Open : null;
        if (loaded.Publication is not null)
        {
            message += open?.PublicVersion is { } shown && shown != saved.Version ? texts.Gap + texts["Entry.PublicIsOlder", shown] : "";
        }

        if (saved.BesideOwn is { } beside)
        {
            message += texts.Gap + texts["Editor.Beside", beside];
        }

        return new JsonResult(new
        {
            message,
            version = saved.Version,
            factsVersion = saved.FactsVersion,
            item = saved.ItemId,
            url = SiteUrls.Edit(Kind, saved.EntryId),
            others = EntryEditor.Say(texts, Around.Others),
            confirm = ToConfirm,
            checks = Around.Checks.Select(c => new
            {
                weight = c.Weight.ToString(),
                text = texts[c.Key, c.Arguments],
                place = c.Place,
                go = c.Place.Length == 0 ? "" : texts[c.Place[0] == '#' ? "Check.GoThere" : "Media.EditPicture"],
            }),
        });
    }

    /// <summary>Answers an autosave whose text was not saved; the page and the browser still have it.</summary>
    private async Task<IActionResult> AutosaveRefusedAsync(IReadOnlyList<Error> errors, CancellationToken cancellationToken)
    {
        if (errors.Contains(ContentErrors.Stale) && await ReloadAsync(cancellationToken) && Open is { } newer)
        {
            return Answer(StatusCodes.Status409Conflict, texts["Editor.Conflict", newer.SavedBy, newer.Version]);
        }

        return Answer(StatusCodes.Status422UnprocessableEntity, texts["Editor.NotSaved", texts.Join(errors.Select(texts.Of))]);

        static JsonResult Answer(int status, string message) => new(new { message }) { StatusCode = status };
    }

    private async Task<IActionResult> PingAsync(CancellationToken cancellationToken)
    {
        if (SavedEntry is not { } entry)
        {
            return new JsonResult(new { version = 0L, others = "" });
        }

        await editor.NoteAsync(HttpContext.Actor(), entry.Id, cancellationToken);
        return new JsonResult(new
        {
            version = entry.Version,
            others = await editor.OthersAsync(HttpContext.Actor(), entry.Id, cancellationToken)
        });
    }

    /// <summary>Merges the text in the form with the newest one.</summary>
    private async Task<IActionResult> MergeAsync(CancellationToken cancellationToken)
    {
        if (await ReloadAsync(cancellationToken) && Open is { } newest)
        {
            Clashes = await editor.MergeTextAsync(HttpContext.Actor(), Entry, newest, cancellationToken);
            ModelState.Clear();
        }

        return await ShowAsync(cancellationToken);
    }

    /// <summary>Puts the text of the original into the form of its translation, unless something was written already.</summary>
    private async Task<IActionResult> BeginAsync(string id, CancellationToken cancellationToken)
    {
        Around = await editor.SurroundAsync(HttpContext.Actor(), Kind, id, loaded, cancellationToken);
        if (Around.Original is { } original && string.IsNullOrWhiteSpace(Entry.Body))
        {
            Entry.Body = original.Text.Body;
            ModelState.Clear();
        }

        return await ShowAsync(cancellationToken);
    }

    /// <summary>Makes, answers or resolves a remark; what else is in the form is shown again as it was sent.</summary>
    private async Task<IActionResult> RemarkAsync(RemarkButton pressed, CancellationToken cancellationToken)
    {
        var acts = HttpContext.RequestServices.GetRequiredService<ActOnRemarks>();
        var result = await pressed.PressAsync(acts, HttpContext.Actor(), SavedEntry?.Id ?? Guid.Empty, Remark, cancellationToken);
        if (!await ReloadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (result.IsDone)
        {
            foreach (var key in ModelState.Keys.Where(k => k.StartsWith("Remark.", StringComparison.Ordinal)).ToList())
            {
                ModelState.Remove(key);
            }

            (Remark, ViewData["done"]) = (new(), pressed.Message);
        }

        ModelState.Add(texts, pressed.Place(result.Errors), nameof(Remark));
        return await AgainAsync(cancellationToken);
    }

    /// <summary>Begins the traditional text from the simplified one, unless something was written already.</summary>
    private async Task<IActionResult> BeginTraditionalAsync(string id, CancellationToken cancellationToken)
    {
        Around = await editor.SurroundAsync(HttpContext.Actor(), Kind, id, loaded, cancellationToken);
        if (MayBeginTraditional
            && await editor.BeginTraditionalAsync(HttpContext.Actor(), Kind, Around.Languages, cancellationToken) is { } begun)
        {
            Entry.Begin(begun);
            ModelState.Clear();
            Told = texts["Traditional.Begun", Entry.Doubts().Count];
        }

        return await ShowAsync(cancellationToken);
    }

    /// <summary>The field of files that were chosen and not added yet. Somebody who presses "Save" would miss them.</summary>
    private string? FieldWithFiles() => Array.Find(FileFields,
        f => Request.HasFormContentType && Request.Form.Files.GetFiles(f).Any(file => file.Length > 0));

    private async Task<IActionResult> TakeFilesAsync(string field, CancellationToken cancellationToken)
    {
        var answer = field switch
        {
            "Photos" => await AddPhotosAsync(cancellationToken),
            "Document" => await AddDocumentAsync(cancellationToken),
            _ => await AddCoverAsync(cancellationToken),
        };
        Told ??= ModelState.IsValid ? texts["Editor.FilesTaken"] : null;
        return answer;
    }

    /// <summary>Stores the files that were sent with the form, and appends those that were accepted to the text.</summary>
    private async Task<IActionResult> AddPhotosAsync(CancellationToken cancellationToken)
    {
        var arrived =
            await editor.TakeAsync(HttpContext.Actor(), Request.Form.Files.GetFiles("Photos"), EntryLanguage, Entry.PhotoAlt,
            cancellationToken);
        var marks = arrived.Where(a => a.File is not null).Select(a => a.File!.Markdown(EntryLanguage, Entry.PhotoAlt ?? ""));
        Entry.Body = string.Join("\n\n", [.. new[] { CleanText.Block(Entry.Body) }.Where(b => b.Length > 0), .. marks]);
        Entry.PhotoAlt = null;
        ModelState.Clear();
        foreach (var file in arrived.Where(a => a.Error is not null))
        {
            ModelState.AddModelError("photos", texts["Media.Refused", file.FileName, texts.Of(file.Error!)]);
        }

        if (arrived.Count == 0)
        {
            ModelState.AddModelError("photos", texts.Of(MediaErrors.NothingChosen));
        }

        return await AgainAsync(cancellationToken);
    }

    /// <summary>Appends the text of a document to that of the form, and shows what of it was left out.</summary>
    private async Task<IActionResult> AddDocumentAsync(CancellationToken cancellationToken)
    {
        var result = Request.Form.Files.GetFile("Document") is { Length: > 0 } document
            ? await editor.ReadAsync(HttpContext.Actor(), document, EntryLanguage, cancellationToken)
            : new Error("Docx.NothingChosen", "document");
        if (!result.IsDone)
        {
            ModelState.AddModelError("document", texts.Of(result.Errors[0]));
            return await AgainAsync(cancellationToken);
        }

        var read = result.Value;
        var (title, words) = read.TitledLike(Entry.Title ?? "");
        Entry.Body = string.Join("\n\n", new[] { CleanText.Block(Entry.Body).TrimEnd(), words }.Where(b => b.Length > 0));
        Entry.Title = string.IsNullOrWhiteSpace(Entry.Title) ? title : Entry.Title;
        ModelState.Clear();
        var counts = new[] { ("Docx.Pictures", read.Pictures), ("Docx.LeftOut", read.LeftOut), ("Docx.NotRead", read.NotRead) };
        Told = texts.Join([texts["Docx.Done"], .. counts.Where(c => c.Item2 > 0).Select(c => texts[c.Item1, c.Item2]),
            .. read.Refused.Select(texts.Of)]);
        return await AgainAsync(cancellationToken);
    }

    /// <summary>Stores the file that was sent as cover, and chooses it.</summary>
    private async Task<IActionResult> AddCoverAsync(CancellationToken cancellationToken)
    {
        var arrived =
            await editor.TakeAsync(HttpContext.Actor(), Request.Form.Files.GetFiles("CoverFile"), EntryLanguage, null, cancellationToken);
        ModelState.Clear();
        if (arrived is [{ File: { IsImage: true } file }, ..])
        {
            (Cover, Entry.CoverOf, Entry.CoverAlt) = (file.Sha256, file.Sha256, "");
        }
        else
        {
            ModelState.AddModelError("CoverFile",
                arrived is [{ Error: { } error }, ..] ? texts.Of(error) : texts.Of(MediaErrors.NothingChosen));
        }

        return await AgainAsync(cancellationToken);
    }

    /// <summary>
    /// Moves a photo of the text, makes it the cover, or goes to the page on which it is edited, after saving what was typed.
    /// </summary>
    private async Task<IActionResult> ActOnPhotoAsync(string act, int index, CancellationToken cancellationToken)
    {
        var photo = PhotosInBody.ElementAtOrDefault(index);
        if (photo is not null && act == "edit")
        {
            var facts = ReadFacts(editor.FactsInForm(Kind, Entry, loaded), EntryLanguage, []);
            var result = await editor.SaveAsync(HttpContext.Actor(), InputOf(facts, RevisionReason.Autosaved), SaveThen.Nothing, loaded,
                cancellationToken);
            return result.IsDone
                ? LocalRedirect(SiteUrls.EditPicture(photo.Sha256, result.Value.EntryId))
                : await RefuseAsync(result.Errors, facts ?? editor.FactsInForm(Kind, Entry, loaded), cancellationToken);
        }

        ModelState.Clear();
        if (photo is not null && act == "cover")
        {
            (Cover, Entry.CoverOf, Entry.CoverAlt) = (photo.Sha256, photo.Sha256, photo.AltText);
        }
        else
        {
            Entry.Body = PhotosInText.Move(Entry.Body, act, index);
        }

        return await ShowAsync(cancellationToken);
    }

    /// <summary>Keeps in the library what the form says about photos.</summary>
    /// <returns>False when an error was added.</returns>
    private async Task<bool> KeepDescriptionsAsync(bool mayShow, CancellationToken cancellationToken)
    {
        var descriptions = mayShow
            ? PhotosInBody.Where(p => p.AltText.Length > 0).Select(p => new KeepDescriptions.Description(p.Sha256, p.AltText)).ToList()
            : [];
        if (Entry.CoverOf is { Length: 64 } cover && Cover == cover && !string.IsNullOrWhiteSpace(Entry.CoverAlt))
        {
            descriptions.Insert(0, new(cover, Entry.CoverAlt, Replaces: true));
        }

        var result = await editor.KeepDescriptionsAsync(HttpContext.Actor(), EntryLanguage, descriptions, mayShow, cancellationToken);
        ModelState.Add(texts, result.Errors.Select(e => e with { Field = nameof(EntryForm.CoverAlt) }), nameof(Entry));
        return result.IsDone;
    }

    private async Task<IActionResult> RefuseAsync(IReadOnlyList<Error> errors, string facts, CancellationToken cancellationToken)
    {
        const string Prefix = "Facts.";
        var ofFacts = errors.Where(r => r.Field.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(r => Place(r) is var placed ? placed with { Field = placed.Field[Prefix.Length..] } : r);
        ModelState.Add(texts, ofFacts, "Facts");
        ModelState.Add(texts, errors.Where(r => !r.Field.StartsWith(Prefix, StringComparison.Ordinal)), nameof(Entry));
        if (!await ReloadAsync(cancellationToken))
        {
            return NotFound();
        }

        var (isStale, clashes) = (errors.Contains(ContentErrors.Stale), errors.Contains(ContentErrors.FactsClash));
        if (isStale && Open is { } newer)
        {
            // Both texts are on the page; saving again means that the user has seen the other one.
            Conflict = EditConflict.Of(newer, Entry.ToText().Clean());
            ModelState.Remove("Entry.Version");
            Entry.Version = newer.Version;
        }

        if (clashes)
        {
            // Likewise: the form has the user's own values, the list above it those of the other user.
            var (merged, view) = await editor.MergeFactsAsync(HttpContext.Actor(), Kind, Entry, facts, loaded, cancellationToken);
            FactClashes = view;
            foreach (var key in ModelState.Keys.Where(k =>
                k.StartsWith(Prefix, StringComparison.Ordinal) || k.StartsWith("Entry.Facts", StringComparison.Ordinal)).ToList())
            {
                ModelState.Remove(key);
            }

            ShowFacts(merged, EntryLanguage);
        }

        Response.StatusCode = isStale || clashes ? StatusCodes.Status409Conflict
            : errors.Contains(ContentErrors.NotAllowed) ? StatusCodes.Status403Forbidden
            : StatusCodes.Status200OK;
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

    /// <summary>Reads the entry again in its current state.</summary>
    private async Task<bool> ReloadAsync(CancellationToken cancellationToken)
    {
        var id = (string)RouteData.Values["id"]!;
        if (await editor.ReloadAsync(HttpContext.Actor(), Kind, id, Entry, cancellationToken) is not { } found)
        {
            return false;
        }

        loaded = found;
        Around = await editor.SurroundAsync(HttpContext.Actor(), Kind, id, loaded, cancellationToken);
        return true;
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        if (Open is null && SavedEntry is not null)
        {
            Around = await editor.SurroundAsync(HttpContext.Actor(), Kind, (string)RouteData.Values["id"]!, loaded, cancellationToken);
        }
        else if (Open is null && Around.Languages.Count == 0 && loaded.Item is not null)
        {
            Around = await editor.SurroundAsync(HttpContext.Actor(), Kind, "new", loaded, cancellationToken);
        }

        await PrepareAsync(cancellationToken);
        Remark.NewId = Remark.NewId == Guid.Empty ? Guid.CreateVersion7() : Remark.NewId;

        // The layout adds the script and the title.
        ViewData["Editor"] = true;
        ViewData["Title"] = Open is null
            ? texts["Entry.New." + Kind]
            : texts["Entry.EditTitle", Open.Text.Title.Length > 0 ? Open.Text.Title : texts["Entry.Untitled"]];
        return Page();
    }
}
