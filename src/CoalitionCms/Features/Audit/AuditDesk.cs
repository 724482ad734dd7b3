using CoalitionCms.Data;
using CoalitionCms.Integrity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Audit;

/// <summary>A line of the log for admins.</summary>
public sealed record AuditLine(long Number, DateTime AtUtc, string Actor, string Verb, string ObjectKind, string ObjectId, string Details, string Hash);

/// <summary>A page of the log.</summary>
/// <param name="Lines">Newest first.</param>
/// <param name="OlderThan">Number to ask for the next page with; null on the last.</param>
/// <param name="Break">Where the chain of this page is broken, or null.</param>
/// <param name="Head">The last entry of the whole log.</param>
public sealed record AuditPage(IReadOnlyList<AuditLine> Lines, long? OlderThan, ChainBreak? Break, ChainHead Head);

/// <summary>Reads the log.</summary>
public sealed class AuditDesk(CmsDbContext db)
{
    private const int PageSize = 50;

    /// <summary>The newest entry, for noting down elsewhere.</summary>
    public async Task<ChainHead> HeadAsync(CancellationToken cancellationToken)
    {
        var head = await db.AuditHeads.AsNoTracking().SingleAsync(cancellationToken);
        return new(head.Number, head.Hash);
    }

    /// <summary>A page of entries with numbers below <paramref name="before"/>.</summary>
    public async Task<AuditPage> ListAsync(long? before, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(cancellationToken);
        var below = before ?? long.MaxValue;
        var entries = await db.AuditEntries.AsNoTracking().Where(e => e.Number < below).OrderByDescending(e => e.Number).Take(PageSize + 1).ToListAsync(cancellationToken);
        var names = await NamesAsync(entries.Select(e => e.Actor), cancellationToken);
        var page = entries.Take(PageSize).ToList();
        return new(
            [.. page.Select(e => new AuditLine(e.Number, e.AtUtc, names.GetValueOrDefault(e.Actor, e.Actor), e.Verb, e.ObjectKind, e.ObjectId, e.Details, e.Hash))],
            entries.Count > PageSize ? page[^1].Number : null,
            BreakOf(page, before is null ? head : null),
            head);
    }

    private static ChainBreak? BreakOf(List<AuditEntry> newestFirst, ChainHead? head)
    {
        if (newestFirst.Count == 0)
        {
            return null;
        }

        var oldest = newestFirst[^1];
        var rows = newestFirst.AsEnumerable().Reverse()
            .Select(e => (new ChainEntry(e.Number, e.AtUtc, e.Actor, e.Verb, e.ObjectKind, e.ObjectId, e.Details), e.PreviousHash, e.Hash));
        return HashChain.FindFirstBreak(new ChainHead(oldest.Number - 1, oldest.PreviousHash), rows, head);
    }

    private async Task<Dictionary<string, string>> NamesAsync(IEnumerable<string> actors, CancellationToken cancellationToken)
    {
        var ids = actors.Distinct(StringComparer.Ordinal).Select(a => Guid.TryParse(a, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).ToList();
        return await db.Users.AsNoTracking().Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id.ToString("D"), u => u.Name, StringComparer.Ordinal, cancellationToken);
    }
}
