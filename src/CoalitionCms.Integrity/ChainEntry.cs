using System.Globalization;

namespace CoalitionCms.Integrity;

/// <summary>Where the chain stands: the last number and its hash (64 lower-case hex characters).</summary>
public readonly record struct ChainHead(long Number, string Hash)
{
    public static bool TryParse(string? text, out ChainHead head)
    {
        head = default;
        if (text?.Trim().Split('@') is not [var hash, var number] || !CanonicalHash.IsHash(hash)
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
        {
            return false;
        }

        head = new(parsed, hash);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Hash}@{Number}");
}

/// <summary>
/// What one audit record says. <paramref name="AtUtc"/> has whole milliseconds; <paramref name="Details"/> is JSON text, hashed byte for
/// byte.
/// </summary>
public sealed record ChainEntry(long Number, DateTime AtUtc, string Actor, string Verb, string ObjectKind, string ObjectId, string Details);

/// <summary>The first place where the chain does not hold.</summary>
public sealed record ChainBreak(long Number, string Reason)
{
    /// <summary>The record with this number is not where it should be: removed, or moved behind a later one.</summary>
    public const string Missing = "missing";

    /// <summary>This number comes a second time or too late: a record was inserted, repeated or moved.</summary>
    public const string OutOfOrder = "out-of-order";

    /// <summary>
    /// This record names another predecessor than the one before it: that one was replaced, or this one comes from elsewhere.
    /// </summary>
    public const string NotLinked = "not-linked";

    /// <summary>The content of this record is not what its hash was made from.</summary>
    public const string Changed = "changed";

    /// <summary>The chain ends before this record, though a head noted elsewhere says that it existed.</summary>
    public const string CutOff = "cut-off";

    /// <summary>
    /// The chain is consistent, but at this number it is not the one whose head was noted elsewhere: history was rewritten.
    /// </summary>
    public const string Rewritten = "rewritten";

    /// <summary>The store's own note of its last record names another one than its records do.</summary>
    public const string HeadRow = "head-row";

    /// <summary>A checkpoint names another hash than the record it speaks of has.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>The records begin behind number 1, and none of them proves that it was cut there.</summary>
    public const string StartUnproven = "start-unproven";

    /// <summary>Table AuditStart has no row.</summary>
    public const string StartRow = "start-row";
}
