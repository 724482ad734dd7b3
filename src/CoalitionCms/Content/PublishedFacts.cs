using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;

namespace CoalitionCms.Content;

/// <summary>
/// The facts of a thing letter by letter as they were last made public. Pages read its columns and rows; against this copy, whose hash stands in the
/// audit log, shows whether somebody changed those behind the program's back.
/// </summary>
public sealed class PublishedFacts : IAudited
{
    /// <summary>The thing.</summary>
    public Guid ItemId { get; init; }

    /// <summary>Its kind.</summary>
    public EntryKind Kind { get; init; }

    /// <summary>The facts, as the revision stored them.</summary>
    public string Json { get; private set; } = "";

    /// <summary>Keeps what is made public now.</summary>
    internal void Keep(string json) => Json = json;
}
