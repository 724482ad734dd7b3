using System.Text.Json;
using CoalitionCms.Integrity;

namespace CoalitionCms.Data.Audit;

/// <summary>
/// One line of the hash-chained log. Written in the transaction of the change that it tells of; never changed, never deleted.
/// </summary>
public sealed class AuditEntry
{
    private static long unchained;

    private AuditEntry()
    {
    }

    /// <summary>An entry that has no place in the chain yet; saving gives it number and hash.</summary>
    internal AuditEntry(DateTime atUtc, string actor, string verb, string objectKind, string objectId, string details)
    {
        // Below zero until it has its place: one save may tell of several things, and the context keeps them apart by key.
        Number = Interlocked.Decrement(ref unchained);
        AtUtc = atUtc;
        Actor = actor;
        Verb = verb;
        ObjectKind = objectKind;
        ObjectId = objectId;
        Details = details;
    }

    /// <summary>Place in the chain, from 1 without a gap.</summary>
    public long Number { get; private set; }

    /// <summary>When, UTC, to the millisecond.</summary>
    public DateTime AtUtc { get; private set; }

    /// <summary>Account id, <c>command-line</c>, <c>system</c> or <c>visitor</c>. Never a name.</summary>
    public string Actor { get; private set; } = "";

    public string Verb { get; private set; } = "";
    public string ObjectKind { get; private set; } = "";
    public string ObjectId { get; private set; } = "";

    /// <summary>The difference as JSON, masked where a name or secret would show.</summary>
    public string Details { get; private set; } = "{}";

    public string PreviousHash { get; private set; } = "";
    public string Hash { get; private set; } = "";

    /// <summary>What its hash is made from, besides the hash before.</summary>
    internal ChainEntry Content => new(Number, AtUtc, Actor, Verb, ObjectKind, ObjectId, Details);

    internal ChainHead ChainTo(ChainHead head)
    {
        Number = head.Number + 1;
        PreviousHash = head.Hash;
        Hash = HashChain.Hash(PreviousHash, Content);
        return new ChainHead(Number, Hash);
    }
}

/// <summary>The one row that names the last entry of the chain; locking it makes writers take turns.</summary>
public sealed class AuditHead
{
    private AuditHead()
    {
    }

    public int Id { get; private set; }
    public long Number { get; private set; }
    public string Hash { get; private set; } = "";

    internal static AuditHead Empty => new() { Id = 1, Number = HashChain.Genesis.Number, Hash = HashChain.Genesis.Hash };
}

/// <summary>The one row that names the last entry that was cut away; number 0 while nothing was. FORMATS.md says what proves it.</summary>
public sealed class AuditStart
{
    private AuditStart()
    {
    }

    public int Id { get; private set; }
    public long Number { get; private set; }
    public string Hash { get; private set; } = "";

    /// <summary>The start of a log that was never cut.</summary>
    internal static AuditStart Whole => new() { Id = 1, Number = HashChain.Genesis.Number, Hash = HashChain.Genesis.Hash };
}

/// <summary>What a checkpoint or a cut names: a number and the hash that the entry there has. Read from an entry's details.</summary>
internal static class AuditMark
{
    /// <summary>Kind of object of the lines that speak of the log itself.</summary>
    public const string Kind = "audit";

    public const string Checkpoint = "checkpoint";

    public const string Start = "start";

    /// <summary>The head named in the details, or null when they name none.</summary>
    public static ChainHead? Read(string details)
    {
        try
        {
            using var json = JsonDocument.Parse(details);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("number", out var number) && number.TryGetInt64(out var value)
                && json.RootElement.TryGetProperty("hash", out var hash) && hash.GetString() is { } text
                    ? new ChainHead(value, text)
                    : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
