using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Features.Media;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>Keeps what was typed as a revision. Nothing becomes public by it.</summary>
public sealed class SaveDraft(CmsDbContext db, AuditLog audit, TimeProvider clock, IEnumerable<FactsStore> keepers)
{
    /// <summary>What a form sends.</summary>
    /// <param name="EntryId">The entry, or null for a new one.</param>
    /// <param name="ItemId">The thing that a new entry translates, or null for a new thing.</param>
    /// <param name="Language">Language of a new entry.</param>
    /// <param name="Text">The words.</param>
    /// <param name="Version">The entry's version that the form was opened on; 0 for a new one.</param>
    /// <param name="FactsVersion">The facts' version that the form was opened on; 0 for a new thing.</param>
    public sealed record Input(Guid? EntryId, Guid? ItemId, Language Language, EntryText Text, long Version, long FactsVersion)
    {
        /// <summary>Why it is saved. An autosave keeps what cannot be published yet: no title, an address that is taken.</summary>
        public RevisionReason Reason { get; init; }

        /// <summary>What changed, in the author's words.</summary>
        public string Note { get; init; } = "";
    }

    /// <summary>Where a save ended up.</summary>
    /// <param name="EntryId">The entry.</param>
    /// <param name="ItemId">The thing it describes.</param>
    /// <param name="Version">The entry's new version.</param>
    /// <param name="BesideOwn">A version that the same person saved in another window meanwhile, and that stays in the history; or null.</param>
    public sealed record Saved(Guid EntryId, Guid ItemId, long Version, long? BesideOwn = null);

    /// <summary>Saves words and facts, or says what stands in the way.</summary>
    public async Task<Result<Saved>> RunAsync<TFacts>(Actor actor, EntryKind kind, Input input, TFacts facts, CancellationToken cancellationToken)
        where TFacts : class
    {
        var entry = input.EntryId is { } id ? await db.Entries.SingleOrDefaultAsync(e => e.Id == id && e.Kind == kind, cancellationToken) : null;
        if (input.EntryId is not null && entry is null)
        {
            return ContentErrors.NoSuchEntry;
        }

        if (!EntryRights.MayEdit(actor, kind, entry?.CreatedBy, isNew: entry is null))
        {
            return ContentErrors.NotAllowed;
        }

        input = input with { Text = input.Reason == RevisionReason.Autosaved ? input.Text.Clean().WithRoomForSlug() : input.Text.Clean(), Note = CleanText.Line(input.Note) };
        var errors = ContentErrors.Check(input.Text, kind, isAutosave: input.Reason == RevisionReason.Autosaved).ToList();
        if (input.Note.Length > EntryText.MaxNote)
        {
            errors.Add(ContentErrors.TooLong("Note", input.Note.Length, EntryText.MaxNote));
        }

        if (errors.Count > 0)
        {
            return Result.Failed<Saved>(errors);
        }

        var world = new DraftWorld(db, kind, input, entry);
        if (await world.ErrorAsync(actor, cancellationToken) is { } error)
        {
            return error;
        }

        var now = clock.NowToMillisecond();
        var itemId = world.ItemId;
        var keeper = keepers.Single(k => k.Kind == kind);
        var live = await keeper.ReadAsync(db, itemId, cancellationToken);
        var json = FactsJson.Write(facts);
        var changesFacts = json != live.Json || live.Version == 0;
        if (changesFacts && live.Version != input.FactsVersion)
        {
            return ContentErrors.FactsChanged;
        }

        var latest = await world.LatestAsync(cancellationToken);
        if (entry is not null && latest is not null && !world.ChangesLanguage && input.Reason != RevisionReason.Restored && latest.Facts == json && latest.Text.Matches(input.Text)
            && input.Note.Length == 0 && (input.Reason == RevisionReason.Autosaved || latest.Reason != RevisionReason.Autosaved))
        {
            return Result.Of(new Saved(entry.Id, itemId, entry.Version));
        }

        // Nothing of the thing is public: its facts may as well be live, so that lists and attendance know them.
        var factsVersion = live.Version;
        if (changesFacts && !await db.Publications.AnyAsync(p => p.ItemId == itemId, cancellationToken))
        {
            await keeper.WriteAsync(db, itemId, json, cancellationToken);
            factsVersion++;
            changesFacts = false;
        }

        await world.SpeakAsync(cancellationToken);
        entry ??= world.Begin(actor, now);
        var besideOwn = entry.Version > input.Version ? entry.Version : (long?)null;
        var revision = await world.MayTakeUpAsync(actor, latest, now, cancellationToken) ? latest! : null;
        if (revision is null)
        {
            revision = new Revision(Guid.CreateVersion7(), entry, entry.Version + 1, input.Text, json, factsVersion, changesFacts, actor.AccountId, now);
            db.Add(revision);
        }
        else
        {
            revision.Write(entry, entry.Version + 1, input.Text, json, factsVersion, changesFacts, now);
        }

        entry.Save(revision.Because(input.Reason, input.Note));
        await MediaUses.SettleAsync(db, entry.Id, isPublic: false, revision.Body + revision.Facts, cancellationToken);
        var verb = input.Reason == RevisionReason.Autosaved ? AuditVerb.EntryAutosaved : AuditVerb.EntrySaved;
        audit.Record(actor, verb, kind.ToString(), entry.Id, new { language = entry.Language, revision = revision.Number, revision.Hash });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.DiscardChanges();
            return ContentErrors.Stale;
        }

        return Result.Of(new Saved(entry.Id, itemId, entry.Version, besideOwn));
    }
}
