using CoalitionCms.Content;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Features.Media;
using CoalitionCms.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Audit;

/// <summary>Finds the titles of what log entries are about, with one query for each kind on a page.</summary>
internal sealed class AuditObjects(CmsDbContext db)
{
    internal async Task<Dictionary<(string Kind, string Id), AuditObject>> FindAsync(IReadOnlyList<AuditEntry> page,
        CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string Kind, string Id), AuditObject>();
        var kinds = Enum.GetNames<EntryKind>().ToHashSet(StringComparer.Ordinal);
        var ids = Ids(page, e => kinds.Contains(e.ObjectKind));
        if (ids.Count > 0)
        {
            // What concerns a whole event has the id of the event.
            var entries = await db.Set<Entry>().AsNoTracking()
                .Where(e => ids.Contains(e.Id) || (e.IsOriginal && ids.Contains(e.ItemId)))
                .Select(e => new { e.Id, e.ItemId, e.Kind, e.Title, e.Language }).ToListAsync(cancellationToken);
            foreach (var e in entries)
            {
                var shown = new AuditObject(e.Title, e.Language, SiteUrls.Edit(e.Kind, e.Id));
                found[(e.Kind.ToString(), e.Id.ToString("D"))] = shown;
                found.TryAdd((e.Kind.ToString(), e.ItemId.ToString("D")), shown);
            }
        }

        var accounts = Ids(page, e => e.ObjectKind == "account");
        if (accounts.Count > 0)
        {
            foreach (var a in await db.Set<Account>().AsNoTracking().Where(a => accounts.Contains(a.Id))
                .Select(a => new { a.Id, a.Name }).ToListAsync(cancellationToken))
            {
                found[("account", a.Id.ToString("D"))] = new(a.Name, null, $"/admin/accounts/{a.Id:D}");
            }
        }

        var files = page.Where(e => e.ObjectKind == "Media").Select(e => e.ObjectId).Distinct().ToList();
        if (files.Count > 0)
        {
            foreach (var m in await db.Set<MediaFile>().AsNoTracking().Where(m => files.Contains(m.Sha256))
                .Select(m => new { m.Sha256, m.Name }).ToListAsync(cancellationToken))
            {
                found[("Media", m.Sha256)] = new(m.Name, null, SiteUrls.MediaFile(m.Sha256));
            }
        }

        // Security: members stay without a name here. Users who may know it find it on the page of the member.
        foreach (var id in Ids(page, e => e.ObjectKind == "Member"))
        {
            found[("Member", id.ToString("D"))] = new("", null, SiteUrls.Member(id));
        }

        return found;
    }

    private static List<Guid> Ids(IReadOnlyList<AuditEntry> page, Func<AuditEntry, bool> of) =>
        [.. page.Where(of).Select(e => Guid.TryParse(e.ObjectId, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct()];
}
