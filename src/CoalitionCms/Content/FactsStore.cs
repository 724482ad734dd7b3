using System.Text.Json;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>What code for all kinds needs to know about the facts of one: their rules,
/// their columns, and where they put an item in lists.</summary>
public abstract class FactsStore(EntryKind kind, Type factsType, string none)
{
    public EntryKind Kind { get; } = kind;
    public Type FactsType { get; } = factsType;

    /// <summary>The facts of an item of which nothing is known yet.</summary>
    public string None { get; } = none;

    /// <summary>Facts written as this version of the program writes them, whatever the order or spelling that they came in.</summary>
    public string Normalise(string json) =>
        JsonSerializer.Serialize(JsonSerializer.Deserialize(json, FactsType, DomainJson.Options), FactsType, DomainJson.Options);

    /// <summary>What is wrong with facts; fields are relative to the facts.</summary>
    public abstract Task<IReadOnlyList<Error>> CheckAsync(string json, CancellationToken cancellationToken);

    /// <summary>Where the facts put the item in lists, or null for "when published".</summary>
    public virtual Placement? PlacementOf(string json) => null;

    /// <summary>The item's columns, to be changed; null when there are none yet.</summary>
    public abstract Task<ItemRow?> FindRowAsync(Guid itemId, CancellationToken cancellationToken);

    public abstract ItemRow AddRow(Guid itemId);

    /// <summary>Makes the columns those of a facts revision, in the save that follows.</summary>
    internal async Task ProjectAsync(FactsRevision facts, bool isNew, CancellationToken cancellationToken)
    {
        var row = isNew ? null : await FindRowAsync(facts.ItemId, cancellationToken);
        (row ?? AddRow(facts.ItemId)).Project(facts.Json, facts.Number);
    }
}
