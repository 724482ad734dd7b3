using System.Text.Json;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>What an admin list shows beside a title: a photo, a day, or a letter on the colour of a status.</summary>
/// <param name="Photo">SHA-256 of the photo; empty for none.</param>
/// <param name="Letter">The first character of a name; empty for none.</param>
/// <param name="Tone">Class of the colour of its ground.</param>
public sealed record ItemPicture(string Photo, DateOnly? Day = null, string Letter = "", string LetterLanguage = "", string Tone = "");

/// <summary>What code for all kinds needs to know about the facts of one kind: validation, columns, and the position in lists.</summary>
public abstract class FactsStore(EntryKind kind, Type factsType, string none)
{
    public EntryKind Kind { get; } = kind;
    public Type FactsType { get; } = factsType;

    /// <summary>The facts of an item about which nothing is known yet.</summary>
    public string None { get; } = none;

    /// <summary>Facts in the JSON form of this version of the program, regardless of the order or spelling of the input.</summary>
    public string Normalise(string json) =>
        JsonSerializer.Serialize(JsonSerializer.Deserialize(json, FactsType, DomainJson.Options), FactsType, DomainJson.Options);

    /// <summary>Validates facts; the fields of the errors are relative to the facts.</summary>
    public abstract Task<IReadOnlyList<Error>> CheckAsync(string json, CancellationToken cancellationToken);

    /// <summary>The position in lists according to the facts, or null for "when published".</summary>
    public virtual Placement? PlacementOf(string json) => null;

    /// <summary>Facts without those that readers never see, published or not.</summary>
    public virtual string ForReaders(string json) => json;

    /// <summary>Names of people in facts for readers, by which search finds the item in any spelling.</summary>
    public virtual IEnumerable<string> NamesIn(string json) => [];

    /// <summary>Other texts in facts for readers of a language that search finds.</summary>
    public virtual IEnumerable<string> WordsIn(string json, string language) => [];

    /// <summary>The items in whose lists the item appears because of these facts, besides those of its kind.</summary>
    public virtual IEnumerable<Guid> AboutIn(string json) => [];

    /// <summary>The item's columns, tracked for changes; null when there are none yet.</summary>
    public abstract Task<ItemRow?> FindRowAsync(Guid itemId, CancellationToken cancellationToken);

    public abstract ItemRow AddRow(Guid itemId);

    /// <summary>What admin lists show beside the titles of these items; items without anything are left out.</summary>
    public virtual Task<IReadOnlyDictionary<Guid, ItemPicture>> PicturesAsync(IReadOnlyCollection<Guid> items,
        CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<Guid, ItemPicture>>(new Dictionary<Guid, ItemPicture>());

    /// <summary>Sets the columns from a facts revision in the next save.</summary>
    internal async Task ProjectAsync(FactsRevision facts, bool isNew, CancellationToken cancellationToken)
    {
        var row = isNew ? null : await FindRowAsync(facts.ItemId, cancellationToken);
        (row ?? AddRow(facts.ItemId)).Project(facts.Json, facts.Number);
    }
}
