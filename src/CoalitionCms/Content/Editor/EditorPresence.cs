using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>Another user who has an entry open.</summary>
/// <param name="Minutes">Minutes since the last report of their editor.</param>
internal sealed record OtherEditor(string Name, int Minutes);

/// <summary>Tracks who is editing what. Shared by all processes; not part of the audit log.</summary>
internal sealed class EditorPresence(CmsDbContext db, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    public async Task NoteAsync(Actor actor, Guid entryId, CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } account)
        {
            return;
        }

        var now = clock.NowToMillisecond();
        try
        {
            if (await db.Set<EditPresence>().Where(p => p.EntryId == entryId && p.AccountId == account)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.SeenAt, now), cancellationToken) == 0)
            {
                db.Add(new EditPresence { EntryId = entryId, AccountId = account, SeenAt = now });
                await db.SaveChangesAsync(cancellationToken);
            }
        }
        catch (Exception problem) when (problem is DbUpdateException || DatabaseTrouble.Of(problem) is not null)
        {
            // Recorded by another window at the same moment; or the disk is full, and the text can still be read.
            db.DiscardChanges();
        }
    }

    /// <summary>Other users who had the entry open in the last five minutes, most recent first.</summary>
    public async Task<IReadOnlyList<OtherEditor>> OthersAsync(Actor actor, Guid entryId, CancellationToken cancellationToken)
    {
        var (now, own) = (clock.NowToMillisecond(), actor.AccountId ?? Guid.Empty);
        var since = now - Fresh;
        var others = await db.Set<EditPresence>().AsNoTracking().Where(p => p.EntryId == entryId && p.AccountId != own && p.SeenAt > since)
            .OrderByDescending(p => p.SeenAt).Take(5)
            .Join(db.Set<Account>(), p => p.AccountId, u => u.Id, (p, u) => new { u.Name, p.SeenAt })
            .ToListAsync(cancellationToken);
        return [.. others.Select(o => new OtherEditor(o.Name, (int)(now - o.SeenAt).TotalMinutes))];
    }
}
