using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Integrity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Audit;

/// <summary>The result of verifying the log.</summary>
/// <param name="Break">The first invalid entry, or null.</param>
/// <param name="Start">The last entry that was pruned, number 0 if there is none.</param>
/// <param name="Head">The last valid entry.</param>
/// <param name="IsNotedBeforeStart">True when the head recorded elsewhere is in the pruned part and cannot be compared.</param>
internal sealed record AuditReport(ChainBreak? Break, ChainHead Start, ChainHead Head, bool IsNotedBeforeStart)
{
    public long Lines => Head.Number - Start.Number;
}

/// <summary>
/// Verifies the whole log, one page in memory at a time, and reports the first invalid entry. FORMATS.md defines validity.
/// </summary>
internal sealed class AuditVerification(CmsDbContext db)
{
    private const int PageSize = 1_000;

    /// <summary>
    /// Runs the verification. <paramref name="noted"/> is a head that was recorded elsewhere; <paramref name="progress"/> receives the
    /// number of entries done and the total.
    /// </summary>
    public async Task<AuditReport> RunAsync(ChainHead? noted, Action<long, long>? progress, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await StartAsync(cancellationToken);
            var start = row ?? HashChain.Genesis;
            var report = noted?.Number < start.Number
                ? await new Walk(db, start, noted: null, progress).RunAsync(cancellationToken) with { IsNotedBeforeStart = true }
                : await new Walk(db, start, noted, progress).RunAsync(cancellationToken);

            // The log may have been pruned during the verification; it is then read again.
            if (report.Break is null || await StartAsync(cancellationToken) == row)
            {
                return report.Break is null && row is null ? report with { Break = new(0, ChainBreak.StartRow) } : report;
            }
        }
    }

    private async Task<ChainHead?> StartAsync(CancellationToken cancellationToken) =>
        await db.AuditStarts.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } row ? new(row.Number, row.Hash) : null;

    private sealed class Walk(CmsDbContext db, ChainHead start, ChainHead? noted, Action<long, long>? progress)
    {
        private ChainHead? passed;
        private bool isStartCheckpointed;
        private bool isStartTold;

        /// <summary>The last valid entry so far.</summary>
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

        // Security: the first page has no lower bound, so that an entry below the start is detected as well.
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
                // A SQLite file accepts any type in any column: an unreadable value was not written by this program.
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

        /// <summary>Returns whether the entry names a hash that the log has at that number, or a number that was pruned.</summary>
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

            // The log is valid up to here, so its own hash at that number is the correct one.
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

            // Entries written meanwhile moved the head row; an entry after it was not written by this program.
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
