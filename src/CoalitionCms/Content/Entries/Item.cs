using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>
/// The language-neutral item that entries describe: an article, page, campaign, person or event. Its facts have one history, regardless of
/// the language from which they were saved.
/// </summary>
public sealed class Item : IVerifiedRow
{
    private Item()
    {
    }

    public Item(Guid id, EntryKind kind) => (Id, Kind) = (id, kind);

    public Guid Id { get; private set; }
    public EntryKind Kind { get; private set; }
    public long FactsNumber { get; private set; }

    /// <summary>Number of the public facts; null while no language of the item is public.</summary>
    public long? PublicFactsNumber { get; private set; }

    /// <summary>Number of the facts in the columns: the public ones, or the newest while nothing is public.</summary>
    public long ProjectedFactsNumber => PublicFactsNumber ?? FactsNumber;

    internal void Save(FactsRevision facts) => FactsNumber = facts.Number;

    internal void Publish(FactsRevision facts) => PublicFactsNumber = facts.Number;

    internal void Unpublish() => PublicFactsNumber = null;
}

/// <summary>
/// All facts of an item at one time, as one JSON document. Immutable with one exception: an autosave that nothing refers to yet is replaced
/// by the next save of its author.
/// </summary>
public sealed class FactsRevision : IAudited
{
    private FactsRevision()
    {
    }

    public FactsRevision(Guid id, Guid itemId, long number, string json, Guid? savedBy, DateTime nowUtc)
    {
        (Id, ItemId, SavedBy, BegunAt) = (id, itemId, savedBy, nowUtc);
        Write(number, json, nowUtc);
    }

    public Guid Id { get; private set; }
    public Guid ItemId { get; private set; }

    /// <summary>Counts the saves of the item's facts; numbers of replaced autosaves are missing.</summary>
    public long Number { get; private set; }

    public string Json { get; private set; } = "";

    /// <summary>SHA-256 of <see cref="Json"/>; approvals and the audit log refer to it.</summary>
    public string Hash { get; private set; } = "";

    public Guid? SavedBy { get; private set; }
    public DateTime SavedAt { get; private set; }
    public DateTime BegunAt { get; private set; }
    public RevisionReason Reason { get; private set; }

    /// <summary>The author's description of the change; for restored facts the number of the restored revision.</summary>
    public string Note { get; private set; } = "";

    internal FactsRevision Because(RevisionReason reason, string note)
    {
        (Reason, Note) = (reason, note);
        return this;
    }

    /// <summary>Keeps an autosave as a revision of its own: something refers to it, so later saves do not replace it.</summary>
    internal void Keep() => Reason = Reason == RevisionReason.Autosaved ? RevisionReason.Saved : Reason;

    internal void Write(long number, string json, DateTime nowUtc) =>
        (Number, Json, Hash, SavedAt) = (number, json, FactsJson.HashOf(json), nowUtc);

    internal void TakeOut(Func<string, string> from)
    {
        (Json, Note) = (from(Json), from(Note));
        Hash = FactsJson.HashOf(Json);
    }
}

/// <summary>
/// The columns of an item by which lists find, filter and sort it, and to which attendance refers: a projection of its facts that can be
/// rebuilt from them at any time. No value is ever saved only here.
/// </summary>
public abstract class ItemRow : IAudited
{
    public Guid Id { get; init; }
    public long FactsNumber { get; private set; }

    /// <summary>The facts in the columns, in the JSON form of a revision.</summary>
    public abstract string ToJson();

    internal void Project(string json, long number)
    {
        Take(json);
        FactsNumber = number;
    }

    protected abstract void Take(string json);
}

/// <summary>A position in lists.</summary>
/// <param name="SortAt">Instant to sort by, UTC.</param>
/// <param name="ShownOn">Day to show.</param>
public readonly record struct Placement(DateTime SortAt, DateOnly ShownOn);

/// <summary>Facts as JSON in revisions: equal facts give equal JSON.</summary>
internal static class FactsJson
{
    public static string Write<TFacts>(TFacts facts) => JsonSerializer.Serialize(facts, DomainJson.Options);

    /// <summary>SHA-256 of stored facts, in hexadecimal, as recorded in the audit log.</summary>
    public static string HashOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    public static TFacts Read<TFacts>(string json) => JsonSerializer.Deserialize<TFacts>(json, DomainJson.Options)!;
}
