using CoalitionCms.Data;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>What stands in the database around a draft that is being saved.</summary>
internal sealed class DraftWorld(CmsDbContext db, EntryKind kind, SaveDraft.Input input, Entry? entry)
{
    /// <summary>The thing described; a new one for a first entry.</summary>
    public Guid ItemId { get; } = entry?.ItemId ?? input.ItemId ?? Guid.CreateVersion7();

    /// <summary>True when the form says another language than the entry has.</summary>
    public bool ChangesLanguage => entry is not null && entry.Language != input.Language.Code;

    private bool beginsOriginal;

    /// <summary>What stands in the way of saving, if anything.</summary>
    public async Task<Error?> ErrorAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (entry is { TrashedAt: not null })
        {
            return ContentErrors.InTrash;
        }

        if (entry is not null && entry.Version != input.Version && !await IsAllOwnAsync(actor, cancellationToken))
        {
            return ContentErrors.Stale;
        }

        if (entry is null)
        {
            var siblings = await db.Entries.Where(e => e.ItemId == ItemId).Select(e => new { e.Kind, e.Language, e.CreatedBy }).ToListAsync(cancellationToken);
            beginsOriginal = siblings.Count == 0;

            // Security: another language shares the facts, so it belongs to whoever may edit one of those there are.
            if (input.ItemId is not null && !siblings.Any(s => s.Kind == kind && EntryRights.MayEdit(actor, kind, s.CreatedBy)))
            {
                return ContentErrors.NoSuchEntry;
            }

            if (siblings.Any(s => s.Language == input.Language.Code))
            {
                return ContentErrors.LanguageTaken;
            }
        }

        if (ChangesLanguage && await db.Entries.AnyAsync(e => e.ItemId == ItemId && e.Language == input.Language.Code, cancellationToken))
        {
            return ContentErrors.LanguageTaken;
        }

        return input.Reason != RevisionReason.Autosaved && await SlugIsTakenAsync(input.Text.Slug, cancellationToken)
            ? ContentErrors.SlugTaken(await FreeSlugAsync(cancellationToken))
            : null;
    }

    /// <summary>The newest revision; null for a new entry.</summary>
    public async Task<Revision?> LatestAsync(CancellationToken cancellationToken) =>
        entry?.LatestRevisionId is { } id ? await db.Revisions.SingleAsync(r => r.Id == id, cancellationToken) : null;

    /// <summary>
    /// True when a save may take the place of the newest revision: its own author's autosave, young, seen by the form, and nothing refers to it.
    /// </summary>
    public async Task<bool> MayTakeUpAsync(Actor actor, Revision? latest, DateTime nowUtc, CancellationToken cancellationToken) =>
        entry is not null && latest is { Reason: RevisionReason.Autosaved }
        && actor.AccountId is not null && latest.SavedBy == actor.AccountId
        && entry.Version == input.Version && nowUtc - latest.BegunAt < Revision.AutosaveWindow
        && entry.ScheduledRevisionId != latest.Id && entry.SubmittedRevisionId != latest.Id
        && !await IsSeenByOthersAsync(actor, nowUtc, cancellationToken)
        && !await db.Publications.AnyAsync(p => p.RevisionId == latest.Id, cancellationToken)
        && !await db.ReviewSteps.AnyAsync(s => s.RevisionId == latest.Id, cancellationToken);

    /// <summary>Gives an entry that readers never saw, and are not about to see, the language that its writer meant.</summary>
    public async Task SpeakAsync(CancellationToken cancellationToken)
    {
        if (ChangesLanguage && entry!.WithdrawnAt is null && entry.ScheduledRevisionId is null && !await db.Publications.AnyAsync(p => p.EntryId == entry.Id, cancellationToken))
        {
            entry.SpeakIn(input.Language);
        }
    }

    /// <summary>A new entry, in the save that follows.</summary>
    public Entry Begin(Actor actor, DateTime nowUtc)
    {
        var begun = new Entry(Guid.CreateVersion7(), kind, ItemId, input.Language, beginsOriginal, actor.AccountId, nowUtc);
        db.Add(begun);
        return begun;
    }

    // Somebody else may have begun on this very revision; putting both texts together needs it as it was.
    private Task<bool> IsSeenByOthersAsync(Actor actor, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var since = nowUtc - Revision.AutosaveWindow;
        return db.EditPresences.AnyAsync(p => p.EntryId == entry!.Id && p.AccountId != actor.AccountId && p.SeenAt > since, cancellationToken);
    }

    // Two windows of one person do not fight: what the other one saved stays in the history as a revision of its own.
    private async Task<bool> IsAllOwnAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.AccountId is { } own && input.Version > 0 && input.Version < entry!.Version
        && await db.Revisions.AllAsync(r => r.EntryId != entry.Id || r.Number <= input.Version || r.SavedBy == own, cancellationToken);

    private Task<bool> SlugIsTakenAsync(string slug, CancellationToken cancellationToken)
    {
        var (self, language) = (entry?.Id ?? Guid.Empty, input.Language.Code);
        return db.Entries.AnyAsync(e => e.Kind == kind && e.Language == language && e.Slug == slug && e.Id != self && e.TrashedAt == null, cancellationToken);
    }

    private async Task<string> FreeSlugAsync(CancellationToken cancellationToken)
    {
        for (var number = 2; ; number++)
        {
            var candidate = FormattableString.Invariant($"{input.Text.Slug}-{number}");
            if (!await SlugIsTakenAsync(candidate, cancellationToken))
            {
                return candidate;
            }
        }
    }
}
