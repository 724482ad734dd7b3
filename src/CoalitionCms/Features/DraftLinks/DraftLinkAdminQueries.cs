using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Web;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.DraftLinks;

/// <param name="Version">The version of the text that its reader sees.</param>
/// <param name="Opened">How often it was opened, counted at most once an hour.</param>
internal sealed record DraftLinkRow(Guid Id, string Reader, string By, long Version, DateTime ExpiresAt, int Opened,
    DateTime? LastOpenedAt);

internal sealed class DraftLinkAdminQueries(CmsDbContext db, CmsOptions options, TimeProvider clock)
{
    /// <summary>
    /// Links to an entry that work (those of a text in the trash do not), the newest first, for a page that has checked that its reader may
    /// edit it.
    /// </summary>
    public async Task<IReadOnlyList<DraftLinkRow>> ListAsync(Guid entryId, CancellationToken cancellationToken)
    {
        var now = clock.NowToMillisecond();
        return await db.Set<DraftLink>().AsNoTracking().Where(l => l.EntryId == entryId && l.ExpiresAt > now)
            .Where(l => db.Set<Entry>().Any(e => e.Id == l.EntryId && e.TrashedAt == null))
            .OrderByDescending(l => l.CreatedAt).ThenBy(l => l.Id)
            .Select(l => new DraftLinkRow(l.Id, l.Reader,
                db.Set<Account>().Where(a => a.Id == l.CreatedBy).Select(a => a.Name).FirstOrDefault() ?? "",
                db.Set<TextRevision>().Where(r => r.Id == l.RevisionId).Select(r => r.Number).First(),
                l.ExpiresAt, l.Opened, l.LastOpenedAt))
            .ToListAsync(cancellationToken);
    }

    /// <summary>An instant within a sentence, with the name of its time zone.</summary>
    public string Moment(DateTime utc, Texts texts) => InstantText.PrintWithZone(utc, options.Zone, texts);
}
