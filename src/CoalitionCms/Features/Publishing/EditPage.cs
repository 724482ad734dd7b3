using CoalitionCms.Features.Accounts;
using CoalitionCms.Features.Publishing.Actions;
using CoalitionCms.Features.Shared;
using CoalitionCms.Hosting;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace CoalitionCms.Features.Publishing;

/// <summary>What every editor needs, as one thing to ask for.</summary>
public sealed class EditTools(Texts texts, EntryDesk desk, SaveDraft saveDraft, PublishEntry publishEntry)
{
    internal Texts Texts => texts;

    internal EntryDesk Desk => desk;

    internal SaveDraft SaveDraft => saveDraft;

    internal PublishEntry PublishEntry => publishEntry;
}

/// <summary>
/// The editor that all five kinds share: words, facts, save, preview, publish, and both texts when somebody else saved first.
/// A kind adds its facts form. The address is <c>/admin/{kind}/{id}</c>, where id is an entry or <c>new</c>.
/// </summary>
/// <typeparam name="TFacts">The kind's facts.</typeparam>
/// <typeparam name="TForm">The same as a form's fields.</typeparam>
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
    public OpenEntry? Newer { get; private set; }

    /// <summary>Entries of the other languages.</summary>
    public IReadOnlyList<SiblingEntry> Languages { get; private set; } = [];

    /// <summary>The kind edited.</summary>
    public abstract EntryKind Kind { get; }

    /// <summary>Language of the entry.</summary>
    public Language EntryLanguage => Open?.Language ?? Language.Find(Entry.Language) ?? HttpContext.Language();

    /// <summary>Where the form is sent.</summary>
    public string FormAction => Open is null ? SiteUrls.New(Kind) : SiteUrls.Edit(Kind, Open.EntryId);

    /// <summary>Opens an entry, a new one, or with <paramref name="of"/> and <paramref name="lang"/> a new translation.</summary>
    public async Task<IActionResult> OnGetAsync(string id, Guid? of, string? lang, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, of, cancellationToken))
        {
            return NotFound();
        }

        Entry = Open is not null ? EntryForm.Of(Open) : new() { Language = (Language.Find(lang) ?? HttpContext.Language()).Code, SubjectId = of };
        var live = await tools.Desk.LiveAsync(Kind, Open?.SubjectId ?? of ?? Guid.Empty, cancellationToken);
        Entry.FactsVersion = live.Version;
        Facts = FormOf(FactsJson.Read<TFacts>(Open?.FactsJson ?? live.Json), EntryLanguage);
        await PrepareAsync(cancellationToken);
        return Page();
    }

    /// <summary>Saves, and publishes if asked to; or previews; or adds rows. Whatever happens, what was typed comes back.</summary>
    public async Task<IActionResult> OnPostAsync(string id, [FromForm(Name = "do")] string? button, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, Entry.SubjectId, cancellationToken))
        {
            return NotFound();
        }

        await PrepareAsync(cancellationToken);
        if (button is not ("save" or "publish" or "preview"))
        {
            AddRows(button ?? "");
            return Again();
        }

        var refusals = new List<Refusal>();
        var before = FactsJson.Read<TFacts>((await tools.Desk.LiveAsync(Kind, Open?.SubjectId ?? Entry.SubjectId ?? Guid.Empty, cancellationToken)).Json);
        var facts = FactsOf(Facts, before, EntryLanguage, refusals);
        ModelState.Add(tools.Texts, refusals, nameof(Facts));
        if (button == "preview" && ModelState.IsValid)
        {
            HttpContext.Speak(EntryLanguage);
            return await PreviewAsync(Entry.ToText().Clean(), facts!, Open?.SubjectId ?? Entry.SubjectId ?? Guid.Empty, cancellationToken);
        }

        return ModelState.IsValid ? await SaveAsync(facts!, button == "publish", cancellationToken) : Again();
    }

    /// <summary>Fills the facts form; words per language in the entry's language.</summary>
    protected abstract TForm FormOf(TFacts facts, Language language);

    /// <summary>Reads the facts form. Keeps from <paramref name="before"/> what the form does not show, such as the words of other languages.</summary>
    /// <returns>The facts; anything when <paramref name="refusals"/> were added, with fields relative to the facts form.</returns>
    protected abstract TFacts? FactsOf(TForm form, TFacts before, Language language, ICollection<Refusal> refusals);

    /// <summary>The public page, made of what is in the form.</summary>
    protected abstract Task<IActionResult> PreviewAsync(EntryText text, TFacts facts, Guid subjectId, CancellationToken cancellationToken);

    /// <summary>Adds blank rows where a button asks for them.</summary>
    protected virtual void AddRows(string button)
    {
    }

    /// <summary>Loads what the form offers to choose from.</summary>
    protected virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Saves through the kind's own action where it has rules of its own.</summary>
    protected virtual Task<Outcome<SaveDraft.Saved>> SaveAsync(Actor actor, SaveDraft.Input input, TFacts facts, CancellationToken cancellationToken) =>
        tools.SaveDraft.RunAsync(actor, Kind, input, facts, cancellationToken);

    /// <summary>A view of the public frame with a model of its own.</summary>
    protected IActionResult View<TView>(string path, TView model) =>
        new ViewResult { ViewName = path, ViewData = new ViewDataDictionary<TView>(MetadataProvider, new()) { Model = model } };

    private async Task<IActionResult> SaveAsync(TFacts facts, bool publish, CancellationToken cancellationToken)
    {
        var actor = HttpContext.Actor();
        var input = new SaveDraft.Input(Open?.EntryId, Entry.SubjectId, EntryLanguage, Entry.ToText(), Entry.Version, Entry.FactsVersion);
        var saved = await SaveAsync(actor, input, facts, cancellationToken);
        if (!saved.IsDone)
        {
            return await RefuseAsync(saved.Refusals, cancellationToken);
        }

        TempData["done"] = "Entry.Saved";
        if (publish)
        {
            var published = await tools.PublishEntry.RunAsync(actor, new(saved.Value.EntryId, saved.Value.Version), cancellationToken);
            TempData["done"] = published.IsDone ? "Entry.Published" : "Entry.Saved";
            TempData["refused"] = published.IsDone ? null : string.Join(' ', published.Refusals.Select(tools.Texts.Of));
        }

        return LocalRedirect(SiteUrls.Edit(Kind, saved.Value.EntryId));
    }

    private async Task<IActionResult> RefuseAsync(IReadOnlyList<Refusal> refusals, CancellationToken cancellationToken)
    {
        ModelState.Add(tools.Texts, refusals.Where(r => r.Field.StartsWith("Facts.", StringComparison.Ordinal)).Select(r => r with { Field = r.Field[6..] }), nameof(Facts));
        ModelState.Add(tools.Texts, refusals.Where(r => !r.Field.StartsWith("Facts.", StringComparison.Ordinal)), nameof(Entry));
        if (refusals.Contains(PublishingRefusals.Stale) || refusals.Contains(PublishingRefusals.FactsChanged))
        {
            // Both texts stand on the page; saving again means having seen the other one.
            Newer = await tools.Desk.OpenAsync(HttpContext.Actor(), Kind, Open!.EntryId, cancellationToken);
            ModelState.Remove("Entry.Version");
            ModelState.Remove("Entry.FactsVersion");
            (Entry.Version, Entry.FactsVersion) = (Newer!.Version, Newer.FactsVersion);
            Response.StatusCode = StatusCodes.Status409Conflict;
        }
        else if (refusals.Contains(PublishingRefusals.NotAllowed))
        {
            Response.StatusCode = StatusCodes.Status403Forbidden;
        }

        return Page();
    }

    private PageResult Again()
    {
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }

        return Page();
    }

    private async Task<bool> LoadAsync(string id, Guid? subjectId, CancellationToken cancellationToken)
    {
        var actor = HttpContext.Actor();
        if (Guid.TryParse(id, out var entryId))
        {
            Open = await tools.Desk.OpenAsync(actor, Kind, entryId, cancellationToken);
            Languages = Open?.Languages ?? [];
            return Open is not null;
        }

        Languages = subjectId is { } subject ? await tools.Desk.SiblingsAsync(subject, cancellationToken) : [];
        return id == "new" && EntryRights.MayEdit(actor, Kind, createdBy: null, isNew: true);
    }
}
