using System.Runtime.CompilerServices;
using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>The newest entry of the audit log on whether an entry is public, and with which content.</summary>
internal sealed record RetainedPublication(long Number, bool IsPublic, string? Hash)
{
    /// <summary>Verbs that publish an entry, or repeat its publication after the log was truncated.</summary>
    public static readonly string[] Publishing =
        [AuditVerb.EntryPublished, AuditVerb.EntryPublishedOnTime, AuditVerb.EntryPublishedUnapproved, AuditVerb.EntryRetained];

    /// <summary>The publishing verbs, and those that end a publication.</summary>
    public static readonly string[] Verbs = [.. Publishing, AuditVerb.EntryWithdrawn, AuditVerb.EntryTrashed, AuditVerb.EntryPurged];

    public static RetainedPublication Of(long number, string verb, string details) =>
        new(number, Publishing.Contains(verb, StringComparer.Ordinal), Read(details, "hash"));

    /// <summary>The item and the hash of its facts that a log entry names; null for entries that name none.</summary>
    public static (Guid Item, string Hash)? FactsIn(string details) =>
        Read(details, "facts") is { } hash && Guid.TryParse(Read(details, "item"), out var item) ? (item, hash) : null;

    private static string? Read(string details, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(details);
            return json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>The latest state according to the log: for each entry whether it is public, and for each item which facts are.</summary>
internal sealed record PublicationLog(Dictionary<Guid, RetainedPublication> Entries, Dictionary<Guid, string> Facts);

/// <summary>Reads these log entries, and determines which of them public content still needs when the log is truncated.</summary>
internal sealed class RetainedPublications(CmsDbContext db) : IRetainedAuditEntries
{
    /// <summary>The latest state of all entries and items; one pass over the log.</summary>
    public async Task<PublicationLog> AllAsync(CancellationToken cancellationToken)
    {
        var (verbs, log) = (RetainedPublication.Verbs, new PublicationLog([], []));
        var lines = db.AuditEntries.Where(e => verbs.Contains(e.Verb)).OrderBy(e => e.Number)
            .Select(e => new { e.Number, e.ObjectId, e.Verb, e.Details });
        await foreach (var line in lines.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (Guid.TryParse(line.ObjectId, out var entryId))
            {
                log.Entries[entryId] = RetainedPublication.Of(line.Number, line.Verb, line.Details);
            }

            if (RetainedPublication.Publishing.Contains(line.Verb, StringComparer.Ordinal)
                && RetainedPublication.FactsIn(line.Details) is { } facts)
            {
                log.Facts[facts.Item] = facts.Hash;
            }
        }

        return log;
    }

    public async IAsyncEnumerable<RetainedEntry> UpToAsync(long number, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var log = await AllAsync(cancellationToken);
        var entries = db.Set<Publication>().AsNoTracking().OrderBy(p => p.EntryId).Select(p => new { p.EntryId, p.Kind, p.ItemId });
        foreach (var entry in await entries.ToListAsync(cancellationToken))
        {
            if (log.Entries.GetValueOrDefault(entry.EntryId) is { IsPublic: true, Hash: { } hash } line && line.Number <= number)
            {
                yield return new RetainedEntry(entry.Kind.ToString(), entry.EntryId, hash, entry.ItemId,
                    log.Facts.GetValueOrDefault(entry.ItemId));
            }
        }
    }
}
