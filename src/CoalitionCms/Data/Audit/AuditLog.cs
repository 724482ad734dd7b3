using System.Text.Json;
using CoalitionCms.Domain;

namespace CoalitionCms.Data.Audit;

/// <summary>Adds entries to the audit log; the next save writes them in one transaction with the change.</summary>
public sealed class AuditLog(CmsDbContext db, TimeProvider clock)
{
    /// <summary>Adds an entry to the next save. <paramref name="details"/> must not contain names of people or secrets.</summary>
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

/// <summary>A pruned entry that existing data still depend on; it is written again after the cut.</summary>
/// <param name="ObjectKind">Kind of the entry's object.</param>
/// <param name="Facts">Hash of the object's public facts; null if the log has none.</param>
internal sealed record RetainedEntry(string ObjectKind, Guid ObjectId, string Hash, Guid Item, string? Facts);

/// <summary>
/// Provides such entries. The log does not depend on features, so features that depend on entries implement this interface.
/// </summary>
internal interface IRetainedAuditEntries
{
    IAsyncEnumerable<RetainedEntry> UpToAsync(long number, CancellationToken cancellationToken);
}
