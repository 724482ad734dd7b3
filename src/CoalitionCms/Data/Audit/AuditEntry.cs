using System.Text.Json;
using System.Text.Json.Nodes;
using CoalitionCms.Domain;
using CoalitionCms.Integrity;

namespace CoalitionCms.Data.Audit;

/// <summary>
/// One entry of the hash-chained log. Written in the transaction of the change that it describes; never changed, and deleted only when the
/// log is pruned.
/// </summary>
public sealed class AuditEntry
{
    private static long unchained;
    private string? withoutRows;

    private AuditEntry()
    {
    }

    /// <summary>Creates an entry that is not in the chain yet; saving assigns its number and hash.</summary>
    internal AuditEntry(DateTime atUtc, string actor, string verb, string objectKind, string objectId, string details)
    {
        // Negative until it is in the chain: one save may add several entries, and the context distinguishes them by key.
        Number = Interlocked.Decrement(ref unchained);
        AtUtc = atUtc;
        Actor = actor;
        Verb = verb;
        ObjectKind = objectKind;
        ObjectId = objectId;
        Details = details;
    }

    /// <summary>Position in the chain, from 1 without gaps.</summary>
    public long Number { get; private set; }

    /// <summary>When, UTC, to the millisecond.</summary>
    public DateTime AtUtc { get; private set; }

    /// <summary>Account id, <c>command-line</c>, <c>system</c> or <c>visitor</c>. Never a name.</summary>
    public string Actor { get; private set; } = "";

    public string Verb { get; private set; } = "";
    public string ObjectKind { get; private set; } = "";
    public string ObjectId { get; private set; } = "";

    /// <summary>The difference as JSON, masked where it would contain a name or a secret.</summary>
    public string Details { get; private set; } = "{}";

    public string PreviousHash { get; private set; } = "";
    public string Hash { get; private set; } = "";

    /// <summary>The hashed content, without the previous hash.</summary>
    internal ChainEntry Content => new(Number, AtUtc, Actor, Verb, ObjectKind, ObjectId, Details);

    /// <summary>Adds the hashes of the rows that are saved with this entry.</summary>
    internal void Tell(SortedDictionary<string, SortedDictionary<string, string?>>? rows)
    {
        // A save that failed may be tried again, with other rows.
        withoutRows ??= Details;
        if (rows is null)
        {
            Details = withoutRows;
            return;
        }

        var json = JsonNode.Parse(withoutRows)!.AsObject();
        json[RowHashes.Name] = JsonSerializer.SerializeToNode(rows);
        Details = json.ToJsonString(DomainJson.Options);
    }

    internal ChainHead ChainTo(ChainHead head)
    {
        Number = head.Number + 1;
        PreviousHash = head.Hash;
        Hash = HashChain.Hash(PreviousHash, Content);
        return new ChainHead(Number, Hash);
    }
}

/// <summary>The single row with the last entry of the chain; locking it serialises writers.</summary>
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

/// <summary>The single row with the last entry that was pruned; number 0 if there is none. FORMATS.md describes the proof.</summary>
public sealed class AuditStart
{
    private AuditStart()
    {
    }

    public int Id { get; private set; }
    public long Number { get; private set; }
    public string Hash { get; private set; } = "";

    /// <summary>The start of a log that was never pruned.</summary>
    internal static AuditStart Whole => new() { Id = 1, Number = HashChain.Genesis.Number, Hash = HashChain.Genesis.Hash };
}

/// <summary>The content of a checkpoint or a cut: a number and the hash of the entry there. Read from an entry's details.</summary>
internal static class AuditMark
{
    /// <summary>Object kind of the entries about the log itself.</summary>
    public const string Kind = "audit";

    public const string Checkpoint = "checkpoint";

    public const string Start = "start";

    /// <summary>Returns the head in the details, or null if there is none.</summary>
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
