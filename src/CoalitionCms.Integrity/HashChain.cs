using System.Globalization;

namespace CoalitionCms.Integrity;

/// <summary>
/// The chain that ties every audit record to the one before it. FORMATS.md fixes the bytes; change that file first. Alone it proves nothing
/// against somebody who owns the database and computes it again: only a head noted elsewhere does.
/// </summary>
public static class HashChain
{
    private const string Label = "coalitioncms/audit/v1";

    /// <summary>Where every chain starts: number 0 and the hash of an empty field list.</summary>
    public static ChainHead Genesis { get; } = new(0, CanonicalHash.Of(Label));

    /// <summary>The hash of <paramref name="entry"/> behind <paramref name="previousHash"/>.</summary>
    /// <exception cref="ArgumentException">The entry has no exact form: a number below 1, local
    /// time, a part of a millisecond, half a surrogate pair.</exception>
    public static string Hash(string previousHash, ChainEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!CanonicalHash.IsHash(previousHash))
        {
            throw new ArgumentException("The previous hash must be 64 lower-case hex characters.", nameof(previousHash));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(entry.Number, 1, nameof(entry));
        // Security: never round. What the hash does not cover could be changed unseen.
        if (entry.AtUtc.Kind == DateTimeKind.Local || entry.AtUtc.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            throw new ArgumentException("The time must be UTC in whole milliseconds.", nameof(entry));
        }

        return CanonicalHash.Of(Label,
            previousHash,
            entry.Number.ToString(CultureInfo.InvariantCulture),
            entry.AtUtc.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            entry.Actor, entry.Verb, entry.ObjectKind, entry.ObjectId, entry.Details);
    }

    /// <summary>
    /// Reads the rows that follow <paramref name="start"/> one by one, keeping none, and names the first one that does not hold; null when
    /// all do. <paramref name="expectedHead"/> is a head noted elsewhere: the rows must pass through it and may go on behind it. Without it
    /// a tail that was cut off, and a rewritten history, cannot be seen.
    /// </summary>
    /// <exception cref="ArgumentException">The expected head is before the start, where these rows cannot show it.</exception>
    public static ChainBreak? FindFirstBreak(
        ChainHead start, IEnumerable<(ChainEntry Entry, string PreviousHash, string Hash)> rows, ChainHead? expectedHead = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (expectedHead?.Number < start.Number)
        {
            throw new ArgumentException("The expected head is before the start.", nameof(expectedHead));
        }

        if (IsRewritten(start, expectedHead))
        {
            return new(start.Number, ChainBreak.Rewritten);
        }

        var head = start;
        foreach (var (entry, previousHash, hash) in rows)
        {
            var number = head.Number + 1;
            if (entry.Number > number)
            {
                return new(number, ChainBreak.Missing);
            }

            if (entry.Number < number)
            {
                return new(entry.Number, ChainBreak.OutOfOrder);
            }

            if (!string.Equals(previousHash, head.Hash, StringComparison.Ordinal))
            {
                return new(number, ChainBreak.NotLinked);
            }

            if (!Matches(head.Hash, entry, hash))
            {
                return new(number, ChainBreak.Changed);
            }

            head = new(number, hash);
            if (IsRewritten(head, expectedHead))
            {
                return new(number, ChainBreak.Rewritten);
            }
        }
        return head.Number < expectedHead?.Number ? new(head.Number + 1, ChainBreak.CutOff) : null;
    }

    private static bool IsRewritten(ChainHead head, ChainHead? expected) =>
        expected?.Number == head.Number && !string.Equals(expected?.Hash, head.Hash, StringComparison.Ordinal);

    /// <summary>A row that has no exact form was never written by us, so it counts as changed rather than stopping the check.</summary>
    private static bool Matches(string previousHash, ChainEntry entry, string hash)
    {
        try
        {
            return string.Equals(Hash(previousHash, entry), hash, StringComparison.Ordinal);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
