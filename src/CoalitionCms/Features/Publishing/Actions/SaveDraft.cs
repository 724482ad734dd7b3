using CoalitionCms.Data;
using CoalitionCms.Features.Audit;
using CoalitionCms.Kernel;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Publishing.Actions;

/// <summary>Keeps what was typed as a new revision. Nothing becomes public by it.</summary>
public sealed class SaveDraft(CmsDbContext db, AuditLog audit, TimeProvider clock, IEnumerable<FactKeeper> keepers)
{
    /// <summary>What a form sends.</summary>
    /// <param name="EntryId">The entry, or null for a new one.</param>
    /// <param name="SubjectId">The thing that a new entry translates, or null for a new thing.</param>
    /// <param name="Language">Language of a new entry.</param>
    /// <param name="Text">The words.</param>
    /// <param name="Version">The entry's version that the form was opened on; 0 for a new one.</param>
    /// <param name="FactsVersion">The facts' version that the form was opened on; 0 for a new thing.</param>
    public sealed record Input(Guid? EntryId, Guid? SubjectId, Language Language, EntryText Text, long Version, long FactsVersion);

    /// <summary>Where a save ended up.</summary>
    /// <param name="EntryId">The entry.</param>
    /// <param name="SubjectId">The thing it describes.</param>
    /// <param name="Version">The entry's new version.</param>
    public sealed record Saved(Guid EntryId, Guid SubjectId, long Version);

    /// <summary>Saves words and facts, or says what stands in the way.</summary>
    public async Task<Outcome<Saved>> RunAsync<TFacts>(Actor actor, EntryKind kind, Input input, TFacts facts, CancellationToken cancellationToken)
        where TFacts : class
    {
        var entry = input.EntryId is { } id ? await db.Entries.SingleOrDefaultAsync(e => e.Id == id && e.Kind == kind, cancellationToken) : null;
        if (input.EntryId is not null && entry is null)
        {
            return PublishingRefusals.NoSuchEntry;
        }

        if (!EntryRights.MayEdit(actor, kind, entry?.CreatedBy, isNew: entry is null))
        {
            return PublishingRefusals.NotAllowed;
        }

        var text = input.Text.Clean();
        var refusals = PublishingRefusals.Check(text, kind).ToList();
        if (refusals.Count > 0)
        {
            return Outcome.Refused<Saved>(refusals);
        }

        var now = clock.NowToMillisecond();
        var subjectId = entry?.SubjectId ?? input.SubjectId ?? Guid.CreateVersion7();
        if (await WorldRefusesAsync(entry, subjectId, kind, input, text, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (entry is null)
        {
            var isOriginal = !await db.Entries.AnyAsync(e => e.SubjectId == subjectId, cancellationToken);
            entry = new Entry(Guid.CreateVersion7(), kind, subjectId, input.Language, isOriginal, actor.AccountId, now);
            db.Add(entry);
        }

        var keeper = keepers.Single(k => k.Kind == kind);
        var live = await keeper.ReadAsync(db, subjectId, cancellationToken);
        var json = FactsJson.Write(facts);
        var changesFacts = json != live.Json || live.Version == 0;
        if (changesFacts && live.Version != input.FactsVersion)
        {
            return PublishingRefusals.FactsChanged;
        }

        // Nothing of the thing is public: its facts may as well be live, so that lists and attendance know them.
        var factsVersion = live.Version;
        if (changesFacts && !await db.Publications.AnyAsync(p => p.SubjectId == subjectId, cancellationToken))
        {
            await keeper.WriteAsync(db, subjectId, json, cancellationToken);
            factsVersion++;
            changesFacts = false;
        }

        var revision = new Revision(Guid.CreateVersion7(), entry, entry.Version + 1, text, json, factsVersion, changesFacts, actor.AccountId, now);
        db.Add(revision);
        entry.Save(revision);
        audit.Record(actor, AuditVerb.EntrySaved, kind.ToString(), entry.Id, new { language = entry.Language, revision = revision.Number, revision.Hash });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.Forget();
            return PublishingRefusals.Stale;
        }

        return Outcome.Of(new Saved(entry.Id, subjectId, entry.Version));
    }

    private async Task<Refusal?> WorldRefusesAsync(
        Entry? entry, Guid subjectId, EntryKind kind, Input input, EntryText text, CancellationToken cancellationToken)
    {
        if (entry is { TrashedAt: not null })
        {
            return PublishingRefusals.InTrash;
        }

        if (entry is not null && entry.Version != input.Version)
        {
            return PublishingRefusals.Stale;
        }

        if (entry is null && await db.Entries.AnyAsync(e => e.SubjectId == subjectId && e.Language == input.Language.Code, cancellationToken))
        {
            return PublishingRefusals.LanguageTaken;
        }

        if (entry is null && input.SubjectId is not null && !await db.Entries.AnyAsync(e => e.SubjectId == subjectId && e.Kind == kind, cancellationToken))
        {
            return PublishingRefusals.NoSuchEntry;
        }

        var self = entry?.Id ?? Guid.Empty;
        var language = entry?.Language ?? input.Language.Code;
        return await SlugIsTakenAsync(text.Slug) ? PublishingRefusals.SlugTaken(await FreeSlugAsync()) : null;

        Task<bool> SlugIsTakenAsync(string slug) => db.Entries.AnyAsync(
            e => e.Kind == kind && e.Language == language && e.Slug == slug && e.Id != self && e.TrashedAt == null, cancellationToken);

        async Task<string> FreeSlugAsync()
        {
            for (var number = 2; ; number++)
            {
                var candidate = FormattableString.Invariant($"{text.Slug}-{number}");
                if (!await SlugIsTakenAsync(candidate))
                {
                    return candidate;
                }
            }
        }
    }
}
