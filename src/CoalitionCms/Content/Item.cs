using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>The language-neutral thing that entries describe. Its columns and rows are the facts that are live.</summary>
/// <typeparam name="TFacts">All facts of it as one immutable record: what a revision stores and a form fills.</typeparam>
public abstract class Item<TFacts> : IAudited
    where TFacts : class
{
    /// <summary>Id, shared by the entries of all languages.</summary>
    public Guid Id { get; init; }

    /// <summary>Counts the changes of the live facts.</summary>
    public long FactsVersion { get; private set; }

    /// <summary>Where its publications stand in lists, or null for "when published".</summary>
    public virtual Placement? Placement(TimeZoneInfo siteZone) => null;

    /// <summary>The live facts.</summary>
    public abstract TFacts ToFacts();

    /// <summary>Makes these facts live.</summary>
    public void Apply(TFacts facts)
    {
        Take(facts);
        FactsVersion++;
    }

    /// <summary>Copies every fact into columns and rows.</summary>
    protected abstract void Take(TFacts facts);
}

/// <summary>A place in lists.</summary>
/// <param name="SortAt">Instant to sort by, UTC.</param>
/// <param name="ShownOn">Day to show.</param>
public readonly record struct Placement(DateTime SortAt, DateOnly ShownOn);

/// <summary>Live facts as a revision would store them.</summary>
/// <param name="Json">The facts.</param>
/// <param name="Version">Their version; 0 when the thing does not exist yet.</param>
/// <param name="Placement">Place in lists, if the facts say one.</param>
public sealed record LiveFacts(string Json, long Version, Placement? Placement);

/// <summary>Reads and writes the facts of one kind for code that works on all kinds.</summary>
public abstract class FactsStore(EntryKind kind)
{
    /// <summary>The kind kept.</summary>
    public EntryKind Kind { get; } = kind;

    /// <summary>The record of the kind's facts.</summary>
    public abstract Type FactsType { get; }

    /// <summary>The live facts; version 0 and the kind's empty facts when there are none yet.</summary>
    public abstract Task<LiveFacts> ReadAsync(CmsDbContext db, Guid itemId, CancellationToken cancellationToken);

    /// <summary>Facts that any version of the program stored, as this one would store them: what two texts of the same facts have in common.</summary>
    public abstract string Normalise(string json);

    /// <summary>Makes facts live in the save that follows, and answers where the thing stands in lists.</summary>
    public abstract Task<Placement?> WriteAsync(CmsDbContext db, Guid itemId, string json, CancellationToken cancellationToken);

    /// <summary>Removes the thing in the save that follows.</summary>
    public abstract Task RemoveAsync(CmsDbContext db, Guid itemId, CancellationToken cancellationToken);
}

/// <summary>The keeper of a subject type. A feature registers it with <c>AddSubject</c>.</summary>
public sealed class FactsStore<TSubject, TFacts>(EntryKind kind, TFacts none, CmsOptions options) : FactsStore(kind)
    where TSubject : Item<TFacts>, new()
    where TFacts : class
{
    /// <inheritdoc />
    public override Type FactsType => typeof(TFacts);

    /// <inheritdoc />
    public override async Task<LiveFacts> ReadAsync(CmsDbContext db, Guid itemId, CancellationToken cancellationToken) =>
        await db.Set<TSubject>().FirstOrDefaultAsync(s => s.Id == itemId, cancellationToken) is { } subject
            ? new(ToJson(subject.ToFacts()), subject.FactsVersion, subject.Placement(options.Zone))
            : new(ToJson(none), 0, null);

    /// <inheritdoc />
    public override string Normalise(string json) => ToJson(FactsJson.Read<TFacts>(json));

    /// <inheritdoc />
    public override async Task<Placement?> WriteAsync(CmsDbContext db, Guid itemId, string json, CancellationToken cancellationToken)
    {
        var subject = await db.Set<TSubject>().FirstOrDefaultAsync(s => s.Id == itemId, cancellationToken);
        if (subject is null)
        {
            subject = new TSubject { Id = itemId };
            db.Add(subject);
        }

        subject.Apply(FactsJson.Read<TFacts>(json));
        return subject.Placement(options.Zone);
    }

    /// <inheritdoc />
    public override async Task RemoveAsync(CmsDbContext db, Guid itemId, CancellationToken cancellationToken)
    {
        if (await db.Set<TSubject>().FirstOrDefaultAsync(s => s.Id == itemId, cancellationToken) is { } subject)
        {
            db.Remove(subject);
        }
    }

    private static string ToJson(TFacts facts) => FactsJson.Write(facts);
}

/// <summary>Facts as JSON in revisions: equal facts give equal text.</summary>
public static class FactsJson
{
    /// <summary>Writes facts.</summary>
    public static string Write<TFacts>(TFacts facts) => JsonSerializer.Serialize(facts, DomainJson.Options);

    /// <summary>SHA-256 of stored facts, in hexadecimal: what the audit log says of them.</summary>
    public static string HashOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TFacts Read<TFacts>(string json) => JsonSerializer.Deserialize<TFacts>(json, DomainJson.Options)!;
}
