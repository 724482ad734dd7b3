using CoalitionCms.Data.Audit;
using CoalitionCms.Data;
using CoalitionCms.Integrity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Audit;

/// <summary>What a walk through the log found.</summary>
/// <param name="Break">The first line that does not hold, or null.</param>
/// <param name="Start">The last line that was cut away, number 0 when none was.</param>
/// <param name="Head">The last line that holds.</param>
/// <param name="IsNotedBeforeStart">True when the head noted elsewhere lies in the part that was cut away, so that it cannot be
/// compared.</param>
public sealed record AuditReport(ChainBreak? Break, ChainHead Start, ChainHead Head, bool IsNotedBeforeStart)
{
    public long Lines => Head.Number - Start.Number;
}

/// <summary>
/// Walks through the whole log, keeping a page at a time, and names the first line that does not hold. FORMATS.md says what holds.
/// </summary>
public sealed class AuditVerification(CmsDbContext db)
{
    private const int PageSize = 1_000;

    /// <summary>
    /// Walks. <paramref name="noted"/> is a head that was noted elsewhere; <paramref name="progress"/> hears how many lines are done, of
    /// how many.
    /// </summary>
    public async Task<AuditReport> RunAsync(ChainHead? noted, Action<long, long>? progress, CancellationToken cancellationToken)
    {
        while (true)
        {
            var start = await StartAsync(cancellationToken);
            var report = noted?.Number < start.Number
                ? await new Walk(db, start, noted: null, progress).RunAsync(cancellationToken) with { IsNotedBeforeStart = true }
                : await new Walk(db, start, noted, progress).RunAsync(cancellationToken);

            // Somebody may have cut the log while it was read: then it is read again.
            if (report.Break is null || await StartAsync(cancellationToken) == start)
            {
                return report;
            }
        }
    }

    private async Task<ChainHead> StartAsync(CancellationToken cancellationToken) =>
        await db.AuditStarts.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } row ? new(row.Number, row.Hash)
            : HashChain.Genesis;

    private sealed class Walk(CmsDbContext db, ChainHead start, ChainHead? noted, Action<long, long>? progress)
    {
        private ChainHead? passed;
        private bool isStartCheckpointed;
        private bool isStartTold;

        /// <summary>The last line that held so far.</summary>
        private ChainHead Head => passed ?? start;

        public async Task<AuditReport> RunAsync(CancellationToken cancellationToken) =>
            new(await FindAsync(cancellationToken), start, Head, IsNotedBeforeStart: false);

        private async Task<ChainBreak?> FindAsync(CancellationToken cancellationToken)
        {
            if (noted?.Number == start.Number && noted != start)
            {
                return new(start.Number, ChainBreak.Rewritten);
            }

            var told = await HeadRowAsync(cancellationToken);
            long? after = null;
            for (var size = PageSize; ;)
            {
                var page = await ReadAsync(after, size, cancellationToken);
                if (page is null && size == 1)
                {
                    return new(Head.Number + 1, ChainBreak.Changed);
                }

                if (page is null)
                {
                    size = 1;
                    continue;
                }

                if (page.Count == 0)
                {
                    return await EndAsync(told, cancellationToken);
                }

                if (await CheckAsync(page, told, cancellationToken) is { } found)
                {
                    return found;
                }

                after = page[^1].Number;
                progress?.Invoke(Head.Number - start.Number, Math.Max(told?.Number ?? 0, Head.Number) - start.Number);
            }
        }

        // Security: the first page has no lower bound, so that a line below the start is seen as well.
        private async Task<List<AuditEntry>?> ReadAsync(long? after, int size, CancellationToken cancellationToken)
        {
            try
            {
                var rest = after is { } last ? db.AuditEntries.Where(e => e.Number > last) : db.AuditEntries;
                return await rest.AsNoTracking().OrderBy(e => e.Number).Take(size).ToListAsync(cancellationToken);
            }
            catch (Exception unreadable) when (
                unreadable is FormatException or InvalidCastException or OverflowException or ArgumentException
                or InvalidOperationException)
            {
                // A file takes anything in any column: what cannot even be read was not written by us.
                return null;
            }
        }

        private async Task<ChainBreak?> CheckAsync(List<AuditEntry> page, ChainHead? told, CancellationToken cancellationToken)
        {
            var isNotedHere = noted is { } n && n.Number > Head.Number && n.Number <= page[^1].Number;
            if (HashChain.FindFirstBreak(
                Head, page.Select(e => (e.Content, e.PreviousHash, e.Hash)), isNotedHere ? noted : null) is { } broken)
            {
                var good = page.TakeWhile(e => e.Number < broken.Number).LastOrDefault();
                passed = good is null ? passed : new ChainHead(good.Number, good.Hash);
                return broken;
            }

            foreach (var entry in page)
            {
                passed = new ChainHead(entry.Number, entry.Hash);
                if (told is { } row && row.Number == entry.Number && row != Head)
                {
                    return new(entry.Number, ChainBreak.HeadRow);
                }

                if (entry.Verb is AuditVerb.AuditCheckpoint or AuditVerb.AuditPruned && !await FitsAsync(entry, cancellationToken))
                {
                    return new(entry.Number, ChainBreak.Checkpoint);
                }
            }

            return null;
        }

        /// <summary>True when the line names a hash that the log has at that number, or a number that was cut away.</summary>
        private async Task<bool> FitsAsync(AuditEntry entry, CancellationToken cancellationToken)
        {
            if (AuditMark.Read(entry.Details) is not { } named || named.Number >= entry.Number)
            {
                return false;
            }

            if (named == start)
            {
                isStartCheckpointed |= entry.Verb == AuditVerb.AuditCheckpoint;
                isStartTold |= entry.Verb == AuditVerb.AuditPruned;
                return true;
            }

            // This far the log holds, so its own hash there is the true one.
            return named.Number < start.Number
                || await db.AuditEntries.AnyAsync(e => e.Number == named.Number && e.Hash == named.Hash, cancellationToken);
        }

        private async Task<ChainBreak?> EndAsync(ChainHead? told, CancellationToken cancellationToken)
        {
            if (noted?.Number > Head.Number || told?.Number > Head.Number)
            {
                return new(Head.Number + 1, ChainBreak.CutOff);
            }

            if (start != HashChain.Genesis && !(isStartCheckpointed && isStartTold))
            {
                return new(start.Number, ChainBreak.StartUnproven);
            }

            // Lines that were written meanwhile moved the row along; what stands behind it came by another way.
            return told is null || await HeadRowAsync(cancellationToken) is not { } now || now.Number < Head.Number
                || (now.Number == Head.Number && now != Head)
                ? new(Head.Number, ChainBreak.HeadRow)
                : null;
        }

        private async Task<ChainHead?> HeadRowAsync(CancellationToken cancellationToken) =>
            await db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } row ? new ChainHead(row.Number, row.Hash)
                : null;
    }
}
