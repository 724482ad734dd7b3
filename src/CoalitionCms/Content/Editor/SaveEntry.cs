using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>What to do with an entry after it is saved.</summary>
public enum SaveThen
{
    Nothing,

    Submit,

    Schedule,

    Publish,
}

/// <summary>The history of a text that was published elsewhere, or in another copy of this site.</summary>
/// <param name="FileSha256">SHA-256 of the file that it was read from; the audit log names it.</param>
/// <param name="PublishedAt">When it was first published, UTC; null if it never was.</param>
/// <param name="UpdatedAt">When it was last changed, UTC.</param>
public sealed record EntryOrigin(string FileSha256, DateTime? PublishedAt, DateTime UpdatedAt)
{
    /// <summary>Number of the facts of a new item there: calendars count the changes of an event by it. 0 for none.</summary>
    public long FactsNumber { get; init; }

    /// <summary>True for a text of another copy of this site, the warnings about which were confirmed there.</summary>
    public bool IsOwn { get; init; }
}

/// <summary>
/// Saves a form: the text as a revision of its entry, the facts as a revision of its item, each only if it changed. With
/// <see cref="SaveThen"/> it also submits, schedules or publishes the entry in the same transaction.
/// </summary>
public sealed class SaveEntry(
    CmsDbContext db,
    AuditLog audit,
    TimeProvider clock,
    EntryLoader loader,
    IEnumerable<FactsStore> stores,
    Publisher publisher,
    ScheduleEntry scheduleEntry,
    ReviewEntry reviewEntry)
{
    private static readonly PreparedQuery<Func<CmsDbContext, EntryKind, string, string, Guid, CancellationToken, Task<bool>>>
        OthersHaveSlug = new(() => EF.CompileAsyncQuery((CmsDbContext db, EntryKind kind, string language, string slug, Guid self,
            CancellationToken _) =>
            db.Set<Entry>().Any(e => e.Kind == kind && e.Language == language && e.Slug == slug && e.Id != self
                && e.TrashedAt == null)));

    /// <summary>The values that a form sends.</summary>
    /// <param name="EntryId">The entry, or null for a new one.</param>
    /// <param name="ItemId">The item that a new entry translates, or null for a new item.</param>
    /// <param name="Version">Number of the text revision that the form was opened on; 0 for a new entry.</param>
    /// <param name="Facts">The facts as JSON; null to leave them unchanged.</param>
    /// <param name="FactsVersion">Number of the facts revision that the form was opened on; 0 for a new item.</param>
    public sealed record Input(EntryKind Kind, Guid? EntryId, Guid? ItemId, Language Language, EntryText Text, long Version, string? Facts,
        long FactsVersion)
    {
        /// <summary>Id for a new entry, created with its form: a form that is sent twice creates one entry.</summary>
        public Guid? NewId { get; init; }

        /// <summary>Reason for the save. An autosave accepts text that cannot be published yet, such as one without a title.</summary>
        public RevisionReason Reason { get; init; }

        /// <summary>The author's description of the change.</summary>
        public string Note { get; init; } = "";

        /// <summary>The warnings that the editor confirmed, from <see cref="PublishingChecklist.ToConfirm"/>.</summary>
        public string Despite { get; init; } = "";

        /// <summary>True to exclude pending facts from the publication.</summary>
        public bool LeavesFacts { get; init; }

        public ScheduleEntry.Time? Schedule { get; init; }

        /// <summary>Id for a new item, for an export that is read back; null for any.</summary>
        public Guid? NewItemId { get; init; }

        /// <summary>Where the text was published before; only who manages the site brings texts with their history.</summary>
        public EntryOrigin? Origin { get; init; }
    }

    /// <summary>The result of a save.</summary>
    /// <param name="Version">Number of the newest text revision.</param>
    /// <param name="FactsVersion">Number of the item's facts revision that the form is now based on.</param>
    public sealed record Saved(Guid EntryId, Guid ItemId, long Version, long FactsVersion)
    {
        /// <summary>False when text, facts and publication are unchanged and nothing was written.</summary>
        public bool IsChanged { get; init; }

        /// <summary>True when an autosave stored only the text, because the facts cannot be stored as they are.</summary>
        public bool IsPartial { get; init; }

        /// <summary>
        /// A version that the same person saved in another window in the meantime and that stays in the history; or null.
        /// </summary>
        public long? BesideOwn { get; init; }

        /// <summary>Why the entry was saved but not submitted, scheduled or published.</summary>
        public IReadOnlyList<Error> NotDone { get; init; } = [];
    }

    public async Task<Result<Saved>> RunAsync(Actor actor, Input input, SaveThen then, CancellationToken cancellationToken,
        LoadedEntry? loaded = null)
    {
        loaded ??= await loader.LoadAsync(input.EntryId ?? input.NewId, input.ItemId, input.FactsVersion, cancellationToken);
        var isNew = loaded.Entry is null;
        var saved = await PrepareAsync(actor, input, loaded, cancellationToken);
        if (!saved.IsDone)
        {
            db.DiscardChanges();
            return saved;
        }

        var (isDone, notDone) = await GoOnAsync(actor, input, loaded, isNew, then, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Of(saved.Value with { IsChanged = saved.Value.IsChanged || isDone, NotDone = notDone });
        }
        catch (DbUpdateConcurrencyException)
        {
            db.DiscardChanges();
            return ContentErrors.Stale;
        }
        catch (DbUpdateException) when (isNew || then == SaveThen.Publish)
        {
            var (entry, text) = (loaded.Entry!, loaded.Text!);
            db.DiscardChanges();
            if (isNew && await db.Set<Entry>().AnyAsync(e => e.Id == input.NewId, cancellationToken))
            {
                // The same form was sent twice at the same moment: this is the second request.
                return await RunAsync(actor, input, then, cancellationToken);
            }

            if (then == SaveThen.Publish && await db.Set<Publication>().AnyAsync(
                p => p.Kind == entry.Kind && p.Language == entry.Language && p.Slug == text.Slug
                && p.EntryId != entry.Id, cancellationToken))
            {
                // Another text took the address at the same moment: this one is saved, and its author is informed.
                var alone = await RunAsync(actor, input, SaveThen.Nothing, cancellationToken);
                return alone.IsDone ? Result.Of(alone.Value with { NotDone = [ContentErrors.SlugTaken(text.Slug + "-2")] }) : alone;
            }

            throw;
        }
    }

    /// <summary>Saves drafts of new items, all or none, in one transaction: for an import.</summary>
    public async Task<Result> AddAllAsync(Actor actor, IReadOnlyCollection<Input> inputs, CancellationToken cancellationToken)
    {
        foreach (var input in inputs)
        {
            var saved = await PrepareAsync(actor, input, new LoadedEntry(), cancellationToken);
            if (!saved.IsDone)
            {
                db.DiscardChanges();
                return saved;
            }
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            db.DiscardChanges();
            var ids = inputs.Select(i => i.NewId).ToList();
            if (!await db.Set<Entry>().AnyAsync(e => ids.Contains(e.Id), cancellationToken))
            {
                throw;
            }

            // The same form was sent twice: this is the second request.
            return Result.Failed(ContentErrors.Stale);
        }

        db.DiscardChanges();
        return Result.Done;
    }

    /// <summary>Prepares the revisions that are needed for the next save.</summary>
    private async Task<Result<Saved>> PrepareAsync(Actor actor, Input input, LoadedEntry loaded, CancellationToken cancellationToken)
    {
        var (entry, latest, isAutosave) = (loaded.Entry, loaded.Text, input.Reason == RevisionReason.Autosaved);
        if ((input.EntryId is not null && entry is null) || (entry is not null && entry.Kind != input.Kind)
            || (input.EntryId is null && entry is not null && entry.CreatedBy != actor.AccountId))
        {
            return ContentErrors.NoSuchEntry;
        }

        if (!EntryRights.MayEdit(actor, input.Kind, entry?.CreatedBy, isNew: entry is null))
        {
            return ContentErrors.NotAllowed;
        }

        if (input.Origin is not null && !actor.May(Permission.ManageSite))
        {
            return ContentErrors.NotAllowed;
        }

        var text = input.Text.Clean();
        var makesSlug = CleanText.Line(input.Text.Slug).Length == 0;
        text = isAutosave ? text.WithRoomForSlug() : text;
        var note = CleanText.Line(input.Note);
        var errors = ContentErrors.Check(text, input.Kind, isAutosave).ToList();
        if (note.Length > EntryText.MaxNote)
        {
            errors.Add(ContentErrors.TooLong("Note", note.Length, EntryText.MaxNote));
        }

        var (facts, isPartial) = (default(string), false);
        if (await FactsToSaveAsync(input, loaded, isAutosave, cancellationToken) is var decided && decided.Errors.Count > 0)
        {
            errors.AddRange(decided.Errors);
        }
        else
        {
            (facts, isPartial) = (decided.Json, decided.IsPartial);
        }

        if (errors.Count > 0)
        {
            return Result.Failed<Saved>(errors);
        }

        if (await ErrorAsync(actor, input, loaded, cancellationToken) is { } error)
        {
            return error;
        }

        if (text.Slug.Length > 0 && (latest?.Slug != text.Slug || !isAutosave)
            && await SlugIsTakenAsync(input, entry, text.Slug, cancellationToken))
        {
            var free = await FreeSlugAsync(input, entry, text.Slug, cancellationToken);
            if (!makesSlug && !isAutosave)
            {
                return ContentErrors.SlugTaken(free);
            }

            text = makesSlug ? text with { Slug = free } : text;
        }

        var now = clock.NowToMillisecond();
        var besideOwn = entry is not null && input.EntryId is not null && entry.Version > input.Version ? entry.Version : (long?)null;
        var formFacts = facts is not null
            ? (long?)null
            : isPartial || loaded.Facts?.Number != input.FactsVersion
            ? input.FactsVersion
            : loaded.Facts.Number;
        var changesLanguage = entry is not null && entry.Language != input.Language.Code;
        var changesText = latest is null || changesLanguage || !latest.Text.Matches(text)
            || (note.Length > 0 && facts is null && latest.Note != note)
            || (latest.Reason == RevisionReason.Autosaved && !isAutosave);
        if (!changesText && facts is null)
        {
            if (input.Origin is { } source)
            {
                audit.Record(actor, AuditVerb.EntryImported, input.Kind.ToString(), entry!.Id, new { file = source.FileSha256 });
            }

            return Result.Of(new Saved(entry!.Id, entry.ItemId, entry.Version, formFacts ?? 0)
            {
                IsPartial = isPartial,
                BesideOwn = besideOwn
            });
        }

        if (changesLanguage && MayChangeLanguage(loaded))
        {
            entry!.ChangeLanguage(input.Language);
        }

        if (facts is not null)
        {
            await WriteFactsAsync(actor, input, loaded, facts, note, now, cancellationToken);
        }

        var isNew = entry is null;
        if (entry is null)
        {
            entry = new Entry(input.NewId ?? Guid.CreateVersion7(), input.Kind, loaded.Item!.Id, input.Language, loaded.Siblings.Count == 0,
                actor.AccountId, now);
            db.Add(entry);
            loaded.Entry = entry;
            loaded.Siblings.Add(entry);
        }

        if (changesText)
        {
            loaded.Text = await WriteTextAsync(actor, input, loaded, text, now, cancellationToken);
            entry.Save(loaded.Text.Because(input.Reason, note));
        }

        if (facts is not null)
        {
            entry.SaveFacts(now);
        }

        await MediaUses.SettleAsync(db, entry.Id, isPublic: false, loaded.Text!.Body + loaded.Facts!.Json, cancellationToken, isNew);
        if (input.Origin is { } origin)
        {
            audit.Record(actor, AuditVerb.EntryImported, input.Kind.ToString(), entry.Id, new { file = origin.FileSha256 });
        }

        audit.Record(actor, isAutosave ? AuditVerb.EntryAutosaved : AuditVerb.EntrySaved, input.Kind.ToString(), entry.Id, facts is null
            ? new { language = entry.Language, revision = loaded.Text.Number, loaded.Text.Hash }
            : new { language = entry.Language, revision = loaded.Text.Number, loaded.Text.Hash, facts = loaded.Facts.Hash });
        return Result.Of(new Saved(entry.Id, entry.ItemId, entry.Version, formFacts ?? loaded.Facts.Number)
        {
            IsChanged = true,
            IsPartial = isPartial,
            BesideOwn = besideOwn
        });
    }

    /// <summary>The facts to write, if any changed: those of the form, merged with what others saved since it was opened.</summary>
    private async Task<(string? Json, bool IsPartial, IReadOnlyList<Error> Errors)> FactsToSaveAsync(
        Input input, LoadedEntry loaded, bool isAutosave, CancellationToken cancellationToken)
    {
        var store = stores.Single(s => s.Kind == input.Kind);
        var current = loaded.Facts?.Json;
        if (input.Facts is null)
        {
            return (current is null ? store.None : null, isAutosave, []);
        }

        var mine = store.Normalise(input.Facts);
        if (current is not null && input.FactsVersion != loaded.Facts!.Number)
        {
            if (mine == current || mine == loaded.FormFacts?.Json)
            {
                return (null, false, []);
            }

            // Security: an autosave never merges facts: its form still shows the old values and would restore them with the next save.
            if (isAutosave)
            {
                return (null, true, []);
            }

            var merged = FactsMerge.Of(store, loaded.FormFacts?.Json, mine, current);
            if (merged.Clashes)
            {
                return (null, false, [ContentErrors.FactsClash]);
            }

            mine = merged.Mine;
        }

        if (mine == current)
        {
            return (null, false, []);
        }

        var errors = await store.CheckAsync(mine, cancellationToken);
        return errors.Count == 0 ? (mine, false, [])
            : isAutosave ? (current is null ? store.None : null, true, [])
            : (null, false, [.. errors.Select(r => r with { Field = "Facts." + r.Field })]);
    }

    private async Task<Error?> ErrorAsync(Actor actor, Input input, LoadedEntry loaded, CancellationToken cancellationToken)
    {
        if (loaded.Entry is not { } entry)
        {
            // Security: another language shares the facts, so creating it requires the right to edit one of the existing entries.
            if (input.ItemId is not null && !loaded.Siblings.Exists(s =>
                s.Kind == input.Kind && EntryRights.MayEdit(actor, input.Kind, s.CreatedBy)))
            {
                return ContentErrors.NoSuchEntry;
            }

            return loaded.Siblings.Exists(s => s.Language == input.Language.Code) ? ContentErrors.LanguageTaken : null;
        }

        if (entry.TrashedAt is not null)
        {
            return ContentErrors.InTrash;
        }

        if (entry.Version != input.Version && !await IsAllOwnAsync(actor, input, entry, cancellationToken))
        {
            return ContentErrors.Stale;
        }

        return loaded.Siblings.Exists(s => s != entry && s.Language == input.Language.Code) ? ContentErrors.LanguageTaken : null;
    }

    private async Task WriteFactsAsync(Actor actor, Input input, LoadedEntry loaded, string json, string note, DateTime now,
        CancellationToken cancellationToken)
    {
        var store = stores.Single(s => s.Kind == input.Kind);
        var isNew = loaded.Item is null;
        if (loaded.Item is not { } item)
        {
            item = new Item(input.NewItemId ?? Guid.CreateVersion7(), input.Kind);
            db.Add(item);
            loaded.Item = item;
        }

        if (loaded.Facts is { } newest && await MayReplaceAsync(actor, input, loaded, newest, now, cancellationToken))
        {
            newest.Write(newest.Number + 1, json, now);
        }
        else
        {
            var number = isNew && input.Origin is { FactsNumber: > 0 } origin ? origin.FactsNumber : item.FactsNumber + 1;
            newest = new FactsRevision(Guid.CreateVersion7(), item.Id, number, json, actor.AccountId, now);
            db.Add(newest);
        }

        loaded.Facts = newest.Because(input.Reason, note);
        item.Save(newest);
        if (loaded.PublicFacts is { } shown && shown.Hash == newest.Hash)
        {
            // Equal to the public facts again: there is nothing to publish.
            item.Publish(newest);
            loaded.PublicFacts = newest;
        }

        if (item.ProjectedFactsNumber == newest.Number)
        {
            await store.ProjectAsync(newest, isNew, cancellationToken);
        }
    }

    private async Task<TextRevision> WriteTextAsync(Actor actor, Input input, LoadedEntry loaded, EntryText text, DateTime now,
        CancellationToken cancellationToken)
    {
        var entry = loaded.Entry!;
        if (loaded.Text is { } latest && await MayReplaceAsync(actor, input, entry, latest, now, cancellationToken))
        {
            latest.Write(entry, entry.Version + 1, text, now);
            return latest;
        }

        var revision = new TextRevision(Guid.CreateVersion7(), entry, entry.Version + 1, text, actor.AccountId, now);
        db.Add(revision);
        return revision;
    }

    /// <summary>Submits, schedules or publishes what was written, in the same save.</summary>
    /// <returns>Whether anything was done, and why the entry is saved but nothing else was done.</returns>
    private async Task<(bool IsDone, IReadOnlyList<Error> NotDone)> GoOnAsync(Actor actor, Input input, LoadedEntry loaded, bool isNew,
        SaveThen then, CancellationToken cancellationToken)
    {
        if (then == SaveThen.Nothing)
        {
            return (false, []);
        }

        var text = loaded.Text!;
        if (then == SaveThen.Submit)
        {
            var submitted = input.LeavesFacts && loaded.PublicFacts is { } shown ? shown : loaded.Facts!;
            return await reviewEntry.PrepareAsync(actor, loaded, submitted, ReviewStepKind.Submitted, CleanText.Line(input.Note),
                cancellationToken) is { } error
                ? (false, [error])
                : (true, []);
        }

        // Nothing of a new entry can be approved yet.
        var facts = isNew && loaded.PublicFacts is null
            ? loaded.Facts!
            : await publisher.FactsToPublishAsync(loaded, input.LeavesFacts, cancellationToken);
        if (!IsSeen(input, loaded, facts))
        {
            return (false, [ContentErrors.FactsToSee]);
        }

        if (then == SaveThen.Schedule)
        {
            var unscheduled = await scheduleEntry.PrepareAsync(actor, loaded, facts, input.Schedule!, input.Despite, cancellationToken);
            return (unscheduled.Count == 0, unscheduled);
        }

        var errors = await publisher.ErrorsAsync(actor, loaded, text, facts, input.Despite, cancellationToken);
        var verb = AuditVerb.EntryPublished;
        if (input.Origin is not null)
        {
            // It was public already with its photos as they are; the editor sees what they lack with the next change.
            errors = [.. errors.Where(e =>
                e.Key != PhotosCheck.AltMissing && !(input.Origin.IsOwn && e == ContentErrors.ConfirmFirst))];
        }

        if (errors.Count == 0 && await publisher.ApprovalErrorAsync(text, facts, cancellationToken) is { } unapproved)
        {
            (errors, verb) = input.Origin is null ? ([unapproved], verb) : (errors, AuditVerb.EntryPublishedUnapproved);
        }

        return errors.Count > 0
            ? (false, errors)
            : (await publisher.PrepareAsync(actor, loaded, text, facts, verb, cancellationToken, input.Origin), []);
    }

    /// <summary>
    /// True when the publishing user has seen which facts become public: they were in the list next to the button, or they are the form's
    /// own and change only this page.
    /// </summary>
    private bool IsSeen(Input input, LoadedEntry loaded, FactsRevision facts)
    {
        var store = stores.Single(s => s.Kind == loaded.Entry!.Kind);
        if (facts.Number <= input.FactsVersion
            || (loaded.PublicFacts is { } shown && store.ForReaders(shown.Json) == store.ForReaders(facts.Json)))
        {
            return true;
        }

        var othersSavedSince = loaded.FactsBefore is { } before && before.Number > input.FactsVersion
            && before.Hash != loaded.PublicFacts?.Hash;
        return !othersSavedSince && loaded.Publications.TrueForAll(p => p.EntryId == loaded.Entry!.Id);
    }

    /// <summary>
    /// True when a save may replace the newest text revision: a recent autosave of the same author that the form was based on and that
    /// nothing refers to.
    /// </summary>
    private async Task<bool> MayReplaceAsync(Actor actor, Input input, Entry entry, TextRevision latest, DateTime now,
        CancellationToken cancellationToken) =>
        latest.Reason == RevisionReason.Autosaved && actor.AccountId is not null && latest.SavedBy == actor.AccountId
        && entry.Version == input.Version && now - latest.BegunAt < TextRevision.AutosaveWindow
        && entry.ScheduledRevisionId != latest.Id && entry.SubmittedRevisionId != latest.Id
        && !await IsSeenByOthersAsync(actor, [entry.Id], now, cancellationToken)
        && !await db.Set<Publication>().AnyAsync(p => p.RevisionId == latest.Id, cancellationToken)
        && !await db.Set<ReviewStep>().AnyAsync(s => s.RevisionId == latest.Id, cancellationToken);

    /// <summary>The same for facts, which the entries of other languages refer to as well.</summary>
    private async Task<bool> MayReplaceAsync(Actor actor, Input input, LoadedEntry loaded, FactsRevision newest, DateTime now,
        CancellationToken cancellationToken)
    {
        var ids = loaded.Siblings.ConvertAll(s => s.Id);
        return newest.Reason == RevisionReason.Autosaved && actor.AccountId is not null && newest.SavedBy == actor.AccountId
            && newest.Number == input.FactsVersion && now - newest.BegunAt < TextRevision.AutosaveWindow
            && loaded.Item!.PublicFactsNumber != newest.Number
            && loaded.Siblings.TrueForAll(s => s.ScheduledFactsNumber != newest.Number && s.SubmittedFactsNumber != newest.Number)
            && !await IsSeenByOthersAsync(actor, ids, now, cancellationToken)
            && !await db.Set<ReviewStep>().AnyAsync(s => ids.Contains(s.EntryId) && s.FactsNumber == newest.Number, cancellationToken);
    }

    // Somebody else may be editing from this very revision; merging both texts needs it unchanged.
    private Task<bool> IsSeenByOthersAsync(Actor actor, IReadOnlyCollection<Guid> entryIds, DateTime now,
        CancellationToken cancellationToken)
    {
        var since = now - TextRevision.AutosaveWindow;
        return db.Set<EditPresence>().AnyAsync(p => entryIds.Contains(p.EntryId) && p.AccountId != actor.AccountId && p.SeenAt > since,
            cancellationToken);
    }

    // Two windows of one person do not overwrite each other: what the other one saved stays in the history as its own revision.
    private async Task<bool> IsAllOwnAsync(Actor actor, Input input, Entry entry, CancellationToken cancellationToken) =>
        actor.AccountId is { } own && input.Version < entry.Version && (input.Version > 0 || input.EntryId is null)
        && await db.Set<TextRevision>()
        .AllAsync(r => r.EntryId != entry.Id || r.Number <= input.Version || r.SavedBy == own, cancellationToken);

    // An entry that was public, or is scheduled, keeps its language.
    private static bool MayChangeLanguage(LoadedEntry loaded) =>
        loaded.Entry is { WithdrawnAt: null, ScheduledRevisionId: null } && loaded.Publication is null;

    private Task<bool> SlugIsTakenAsync(Input input, Entry? entry, string slug, CancellationToken cancellationToken) =>
        OthersHaveSlug.For(db)(db, input.Kind, input.Language.Code, slug, entry?.Id ?? Guid.Empty, cancellationToken);

    private async Task<string> FreeSlugAsync(Input input, Entry? entry, string slug, CancellationToken cancellationToken)
    {
        for (var number = 2; ; number++)
        {
            var end = FormattableString.Invariant($"-{number}");
            var candidate = slug[..Math.Min(slug.Length, Slug.MaxLength - end.Length)].TrimEnd('-') + end;
            if (!await SlugIsTakenAsync(input, entry, candidate, cancellationToken))
            {
                return candidate;
            }
        }
    }
}
