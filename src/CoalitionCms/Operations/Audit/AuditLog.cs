using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Operations.Audit;

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

    /// <summary>The same for an object with a Guid.</summary>
    public void Record(Actor actor, string verb, string objectKind, Guid objectId, object? details = null) =>
        Record(actor, verb, objectKind, objectId.ToString("D"), details);
}
