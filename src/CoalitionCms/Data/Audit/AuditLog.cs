using System.Text.Json;
using CoalitionCms.Domain;

namespace CoalitionCms.Data.Audit;

/// <summary>Adds lines to the audit log; they are written by the save that follows, in one transaction with the change.</summary>
public sealed class AuditLog(CmsDbContext db, TimeProvider clock)
{
    /// <summary>Puts an entry into the next save. <paramref name="details"/> must hold no name of a person and no secret.</summary>
    public void Record(Actor actor, string verb, string objectKind, string objectId, object? details = null) =>
        db.AuditEntries.Add(new AuditEntry(
            clock.NowToMillisecond(),
            actor.Id,
            verb,
            objectKind,
            objectId,
            details is null ? "{}" : JsonSerializer.Serialize(details, DomainJson.Options)));

    public void Record(Actor actor, string verb, string objectKind, Guid objectId, object? details = null) =>
        Record(actor, verb, objectKind, objectId.ToString("D"), details);
}

/// <summary>A line that a cut takes away and something living still rests on; it is said again behind the cut.</summary>
/// <param name="ObjectKind">Kind of what the line is about.</param>
/// <param name="Facts">Hash of the public facts of that; null when the log knows of none.</param>
public sealed record RetainedEntry(string ObjectKind, Guid ObjectId, string Hash, Guid Item, string? Facts);

/// <summary>Names such lines. The log stands below all features, so those who rest on it tell it so.</summary>
public interface IRetainedAuditEntries
{
    IAsyncEnumerable<RetainedEntry> UpToAsync(long number, CancellationToken cancellationToken);
}
