using System.Text.RegularExpressions;
using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <summary>
/// Writes single events of a series with the same actions as a person would use: each with its own revision and log entry, and with all
/// checks and approvals before publication. A completed step is not repeated, so that an interrupted series is completed by running it
/// again.
/// </summary>
internal sealed partial class SeriesWriter(CmsDbContext db, SaveEntry saveEntry, PublishEntry publishEntry, TrashEntry trashEntry)
{
    /// <summary>Creates an event on a day with the template's text in every language.</summary>
    /// <returns>The entries created, the original first.</returns>
    internal async Task<Result<IReadOnlyList<SaveEntry.Saved>>> MakeAsync(Actor actor, Guid seriesId, Guid patternId, EventFacts facts,
        CancellationToken cancellationToken)
    {
        var words = await db.Set<Entry>().AsNoTracking().Where(e => e.ItemId == patternId && e.TrashedAt == null)
            .OrderByDescending(e => e.IsOriginal)
            .Join(db.Set<TextRevision>().AsNoTracking(), e => e.LatestRevisionId, r => r.Id, (e, r) => new { e.Language, r })
            .ToListAsync(cancellationToken);
        var made = new List<SaveEntry.Saved>();
        await using (var both = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            foreach (var word in words)
            {
                var text =
                    word.r.Text with
                    {
                        Slug = FormattableString.Invariant(
                    $"{Dated().Replace(word.r.Slug, "")}-{facts.StartsOn:yyyy-MM-dd}")
                    };
                var item = made.Count == 0 ? (Guid?)null : made[0].ItemId;
                var version = made.Count == 0 ? 0 : made[^1].FactsVersion;
                var input =
                    new SaveEntry.Input(EntryKind.Event, null, item, Language.Find(word.Language)!, text, 0, FactsJson.Write(facts),
                    version);
                var saved = await saveEntry.RunAsync(actor, input, SaveThen.Nothing, cancellationToken);
                if (!saved.IsDone)
                {
                    return Result.Failed<IReadOnlyList<SaveEntry.Saved>>(saved.Errors);
                }

                made.Add(saved.Value);
            }

            db.Add(new SeriesDate(made[0].ItemId, seriesId, facts.StartsOn, SeriesPlan.HashOf(facts)));
            await db.SaveChangesAsync(cancellationToken);
            await both.CommitAsync(cancellationToken);
        }

        return Result.Of<IReadOnlyList<SaveEntry.Saved>>(made);
    }

    /// <summary>Gives an event other facts, in a revision of its original entry.</summary>
    internal async Task<Result<SaveEntry.Saved>> ChangeAsync(Actor actor, SeriesEvent date, EventFacts facts,
        CancellationToken cancellationToken)
    {
        var entry = await db.Set<Entry>().AsNoTracking().SingleAsync(e => e.Id == date.EntryId, cancellationToken);
        var revision = await db.Set<TextRevision>().AsNoTracking().SingleAsync(r => r.Id == entry.LatestRevisionId, cancellationToken);
        var version = await db.Set<Item>().Where(i => i.Id == date.EventId).Select(i => i.FactsNumber).SingleAsync(cancellationToken);
        var input = new SaveEntry.Input(
            EntryKind.Event, entry.Id, null, Language.Find(entry.Language)!, revision.Text, entry.Version, FactsJson.Write(facts), version);
        var saved = await saveEntry.RunAsync(actor, input, SaveThen.Nothing, cancellationToken);
        if (saved.IsDone && facts.Status != EventStatus.Cancelled)
        {
            var row = await db.Set<SeriesDate>().SingleAsync(d => d.EventId == date.EventId, cancellationToken);
            row.Write(facts.StartsOn, SeriesPlan.HashOf(facts));
            await db.SaveChangesAsync(cancellationToken);
        }

        return saved;
    }

    /// <summary>Publishes the saved revision after all checks; false when it waits for approval.</summary>
    internal async Task<bool> PublishAsync(Actor actor, SaveEntry.Saved saved, CancellationToken cancellationToken)
    {
        var published = await publishEntry.RunAsync(actor, new(saved.EntryId, saved.Version), cancellationToken);
        if (!published.IsDone)
        {
            db.DiscardChanges();
        }

        return published.IsDone;
    }

    /// <summary>Cancels an event that is public or has people on its list; otherwise moves it to the trash.</summary>
    /// <returns>The revision to publish, if it was cancelled.</returns>
    internal async Task<Result<SaveEntry.Saved?>> DropAsync(Actor actor, SeriesEvent date, CancellationToken cancellationToken)
    {
        if (date.IsPublic || await db.Set<Attendance>().AnyAsync(a => a.EventId == date.EventId, cancellationToken))
        {
            var cancelled = await ChangeAsync(actor, date, date.Facts with { Status = EventStatus.Cancelled }, cancellationToken);
            return cancelled.IsDone ? Result.Of<SaveEntry.Saved?>(cancelled.Value) : Result.Failed<SaveEntry.Saved?>(cancelled.Errors);
        }

        foreach (var entryId in await db.Set<Entry>().Where(e => e.ItemId == date.EventId && e.TrashedAt == null).Select(e => e.Id)
            .ToListAsync(cancellationToken))
        {
            var trashed = await trashEntry.RunAsync(actor, entryId, cancellationToken);
            if (!trashed.IsDone)
            {
                return Result.Failed<SaveEntry.Saved?>(trashed.Errors);
            }
        }

        db.RemoveRange(await db.Set<SeriesDate>().Where(d => d.EventId == date.EventId).ToListAsync(cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        return Result.Of<SaveEntry.Saved?>(null);
    }

    [GeneratedRegex(@"-\d{4}-\d{2}-\d{2}$")]
    private static partial Regex Dated();
}
