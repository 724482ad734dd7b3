using System.Text.RegularExpressions;
using CoalitionCms.Data;
using CoalitionCms.Content.Actions;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>
/// Writes single events of a series, by the very actions by which a person would: each with its own revision, its own line in the log, the checks and
/// the four eyes before it is public. A step that was done is not done again, so that a series that was interrupted is finished by asking once more.
/// </summary>
public sealed partial class SeriesWriter(CmsDbContext db, SaveDraft saveDraft, PublishEntry publishEntry, TrashEntry trashEntry)
{
    /// <summary>Makes an event of the pattern's words in every language, on a day.</summary>
    /// <returns>The texts made, the original first.</returns>
    internal async Task<Result<IReadOnlyList<SaveDraft.Saved>>> MakeAsync(Actor actor, Guid seriesId, Guid patternId, EventFacts facts, CancellationToken cancellationToken)
    {
        var words = await db.Entries.AsNoTracking().Where(e => e.ItemId == patternId && e.TrashedAt == null).OrderByDescending(e => e.IsOriginal)
            .Join(db.Revisions.AsNoTracking(), e => e.LatestRevisionId, r => r.Id, (e, r) => new { e.Language, r }).ToListAsync(cancellationToken);
        var made = new List<SaveDraft.Saved>();
        await using (var both = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            foreach (var word in words)
            {
                var text = word.r.Text with { Slug = FormattableString.Invariant($"{Dated().Replace(word.r.Slug, "")}-{facts.StartsOn:yyyy-MM-dd}") };
                var subject = made.Count == 0 ? (Guid?)null : made[0].ItemId;
                var version = subject is { } id ? await db.Events.Where(e => e.Id == id).Select(e => e.FactsVersion).SingleAsync(cancellationToken) : 0;
                var saved = await saveDraft.RunAsync(actor, EntryKind.Event, new(null, subject, Language.Find(word.Language)!, text, 0, version), facts, cancellationToken);
                if (!saved.IsDone)
                {
                    return Result.Failed<IReadOnlyList<SaveDraft.Saved>>(saved.Errors);
                }

                made.Add(saved.Value);
            }

            db.Add(new SeriesDate(made[0].ItemId, seriesId, facts.StartsOn, SeriesPlan.HashOf(facts)));
            await db.SaveChangesAsync(cancellationToken);
            await both.CommitAsync(cancellationToken);
        }

        return Result.Of<IReadOnlyList<SaveDraft.Saved>>(made);
    }

    /// <summary>Gives an event other facts, in a revision of its original text.</summary>
    internal async Task<Result<SaveDraft.Saved>> ChangeAsync(Actor actor, SeriesEvent date, EventFacts facts, CancellationToken cancellationToken)
    {
        var entry = await db.Entries.AsNoTracking().SingleAsync(e => e.Id == date.EntryId, cancellationToken);
        var revision = await db.Revisions.AsNoTracking().SingleAsync(r => r.Id == entry.LatestRevisionId, cancellationToken);
        var version = await db.Events.Where(e => e.Id == date.EventId).Select(e => e.FactsVersion).SingleAsync(cancellationToken);
        var input = new SaveDraft.Input(entry.Id, entry.ItemId, Language.Find(entry.Language)!, revision.Text, entry.Version, version);
        var saved = await saveDraft.RunAsync(actor, EntryKind.Event, input, facts, cancellationToken);
        if (saved.IsDone && facts.Status != EventStatus.Cancelled)
        {
            var row = await db.SeriesDates.SingleAsync(d => d.EventId == date.EventId, cancellationToken);
            row.Write(facts.StartsOn, SeriesPlan.HashOf(facts));
            await db.SaveChangesAsync(cancellationToken);
        }

        return saved;
    }

    /// <summary>Publishes what was just saved, by all the checks; false when it waits for somebody.</summary>
    internal async Task<bool> PublishAsync(Actor actor, SaveDraft.Saved saved, CancellationToken cancellationToken)
    {
        var published = await publishEntry.RunAsync(actor, new(saved.EntryId, saved.Version), cancellationToken);
        if (!published.IsDone)
        {
            db.DiscardChanges();
        }

        return published.IsDone;
    }

    /// <summary>Cancels an event that is known or has people on its list; one that nobody knows of goes to the trash.</summary>
    /// <returns>What to publish, where it was cancelled.</returns>
    internal async Task<Result<SaveDraft.Saved?>> DropAsync(Actor actor, SeriesEvent date, CancellationToken cancellationToken)
    {
        if (date.IsPublic || await db.Attendances.AnyAsync(a => a.EventId == date.EventId, cancellationToken))
        {
            var cancelled = await ChangeAsync(actor, date, date.Facts with { Status = EventStatus.Cancelled }, cancellationToken);
            return cancelled.IsDone ? Result.Of<SaveDraft.Saved?>(cancelled.Value) : Result.Failed<SaveDraft.Saved?>(cancelled.Errors);
        }

        foreach (var entryId in await db.Entries.Where(e => e.ItemId == date.EventId && e.TrashedAt == null).Select(e => e.Id).ToListAsync(cancellationToken))
        {
            var trashed = await trashEntry.RunAsync(actor, entryId, cancellationToken);
            if (!trashed.IsDone)
            {
                return Result.Failed<SaveDraft.Saved?>(trashed.Errors);
            }
        }

        db.RemoveRange(await db.SeriesDates.Where(d => d.EventId == date.EventId).ToListAsync(cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        return Result.Of<SaveDraft.Saved?>(null);
    }

    [GeneratedRegex(@"-\d{4}-\d{2}-\d{2}$")]
    private static partial Regex Dated();
}
