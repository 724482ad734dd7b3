using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.MediaLibrary.Actions;

/// <summary>
/// Replaces one file by another in the newest draft of every text. Readers see it once those drafts are published, by the usual rules.
/// </summary>
internal sealed class ReplaceMedia(CmsDbContext db, AuditLog audit, SaveEntry saveEntry)
{
    /// <param name="Done">The number of drafts that were changed.</param>
    /// <param name="NotDone">Titles of texts that another user changed at the same time, or that the actor may not edit.</param>
    public sealed record Replaced(int Done, IReadOnlyList<string> NotDone);

    public async Task<Result<Replaced>> RunAsync(Actor actor, string oldSha256, string newSha256, CancellationToken cancellationToken)
    {
        if (!actor.May(Permission.EditEverything))
        {
            return MediaErrors.NotAllowed;
        }

        if (await db.Set<MediaFile>().CountAsync(m => m.Sha256 == oldSha256 || m.Sha256 == newSha256, cancellationToken) < 2)
        {
            return MediaErrors.NoSuchFile;
        }

        var replaced = await InDraftsAsync(actor, oldSha256, newSha256, cancellationToken);
        audit.Record(actor, AuditVerb.MediaReplaced, "Media", oldSha256, new { by = newSha256, drafts = replaced.Done });
        await db.SaveChangesAsync(cancellationToken);
        return Result.Of(replaced);
    }

    /// <summary>Replaces it in the drafts that the actor may edit.</summary>
    internal async Task<Replaced> InDraftsAsync(Actor actor, string oldSha256, string newSha256, CancellationToken cancellationToken)
    {
        var (done, notDone) = (0, new List<string>());
        var entries = await db.Set<MediaUse>().Where(u => u.Sha256 == oldSha256 && !u.IsPublic)
            .Join(db.Set<Entry>().Where(e => e.TrashedAt == null), u => u.EntryId, e => e.Id, (_, e) => e).AsNoTracking()
            .ToListAsync(cancellationToken);

        // Security: the titles of other people's drafts are not told.
        foreach (var entry in entries.Where(e => EntryRights.MayEdit(actor, e.Kind, e.CreatedBy)))
        {
            var revision = await db.Set<TextRevision>().AsNoTracking().SingleAsync(r => r.Id == entry.LatestRevisionId, cancellationToken);
            var text = revision.Text with { Body = revision.Body.Replace(oldSha256, newSha256, StringComparison.Ordinal) };

            // With the newest facts, as the editor would open it.
            var facts = await db.Set<FactsRevision>().AsNoTracking().Where(f => f.ItemId == entry.ItemId).OrderByDescending(f => f.Number)
                .FirstAsync(cancellationToken);
            var json = facts.Json.Replace(oldSha256, newSha256, StringComparison.Ordinal);
            var input =
                new SaveEntry.Input(entry.Kind, entry.Id, null, Language.Find(entry.Language)!, text, entry.Version, json, facts.Number);
            var saved = await saveEntry.RunAsync(actor, input, SaveThen.Nothing, cancellationToken);
            db.DiscardChanges();
            if (saved.IsDone)
            {
                done++;
            }
            else
            {
                notDone.Add(entry.Title);
            }
        }

        return new(done, notDone);
    }
}
