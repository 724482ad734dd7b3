namespace CoalitionCms.Operations.Audit;

/// <summary>A line that a cut takes away and something living still rests on; it is said again behind the cut.</summary>
/// <param name="ObjectKind">Kind of what the line is about.</param>
/// <param name="ObjectId">What it is about.</param>
/// <param name="Hash">Hash of its content.</param>
/// <param name="Item">What it tells of.</param>
/// <param name="Facts">Hash of the public facts of that; null when the log knows of none.</param>
public sealed record RetainedEntry(string ObjectKind, Guid ObjectId, string Hash, Guid Item, string? Facts);

/// <summary>Names such lines. The log stands below all features, so those who rest on it tell it so.</summary>
public interface IRetainedAuditEntries
{
    /// <summary>What rests on lines up to this number.</summary>
    IAsyncEnumerable<RetainedEntry> UpToAsync(long number, CancellationToken cancellationToken);
}
