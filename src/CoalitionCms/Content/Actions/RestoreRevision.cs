using System.Text.Json.Nodes;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content.Actions;

/// <summary>Takes up an older revision again, as a new one. Nothing in between is lost, and nothing becomes public by it.</summary>
public sealed class RestoreRevision(CmsDbContext db, SaveDraft saveDraft, IEnumerable<FactsStore> keepers)
{
    /// <summary>Restores words and facts as they stood in revision <paramref name="number"/>; <paramref name="version"/> is the entry's that the person saw.</summary>
    public async Task<Result<SaveDraft.Saved>> RunAsync(Actor actor, Guid entryId, long version, long number, CancellationToken cancellationToken)
    {
        var entry = await db.Entries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == entryId, cancellationToken);
        if (entry is null || !EntryRights.MayEdit(actor, entry.Kind, entry.CreatedBy)
            || await db.Revisions.AsNoTracking().SingleOrDefaultAsync(r => r.EntryId == entryId && r.Number == number, cancellationToken) is not { } revision)
        {
            return ContentErrors.NoSuchEntry;
        }

        var live = await keepers.Single(k => k.Kind == entry.Kind).ReadAsync(db, entry.ItemId, cancellationToken);
        var input = new SaveDraft.Input(entryId, entry.ItemId, Language.Find(entry.Language)!, revision.Text, version, live.Version)
        {
            Reason = RevisionReason.Restored,
            Note = number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        return await saveDraft.RunAsync(actor, entry.Kind, input, JsonNode.Parse(revision.Facts)!, cancellationToken);
    }
}
