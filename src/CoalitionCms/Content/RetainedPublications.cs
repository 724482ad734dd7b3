using System.Runtime.CompilerServices;
using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Operations.Audit;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Content;

/// <summary>The newest word of the audit log on whether an entry is public, and with which content.</summary>
internal sealed record RetainedPublication(long Number, bool IsPublic, string? Hash)
{
    /// <summary>Verbs that make something public, or say it again behind a cut.</summary>
    public static readonly string[] Publishing =
        [AuditVerb.EntryPublished, AuditVerb.EntryPublishedOnTime, AuditVerb.EntryPublishedUnapproved, AuditVerb.EntryRetained];

    /// <summary>Those, and the verbs that take it away again.</summary>
    public static readonly string[] Verbs = [.. Publishing, AuditVerb.EntryWithdrawn, AuditVerb.EntryTrashed, AuditVerb.EntryPurged];

    public static RetainedPublication Of(long number, string verb, string details) => new(number, Publishing.Contains(verb, StringComparer.Ordinal), Read(details, "hash"));

    /// <summary>The thing and the hash of its facts that a line names; null for lines of before the log knew facts.</summary>
    public static (Guid Item, string Hash)? FactsIn(string details) =>
        Read(details, "facts") is { } hash && Guid.TryParse(Read(details, "subject"), out var subject) ? (subject, hash) : null;

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

/// <summary>Reads such lines, and tells a cut of the log which of them something public still rests on.</summary>
internal sealed class RetainedPublications(CmsDbContext db) : IRetainedAuditEntries
{
    private const int PageSize = 200;

    /// <summary>The newest line of each of these entries; entries that the log does not know have none.</summary>
    public async Task<Dictionary<Guid, RetainedPublication>> OfAsync(IReadOnlyCollection<Guid> entryIds, CancellationToken cancellationToken)
    {
        var ids = entryIds.Select(id => id.ToString("D")).ToList();
        var verbs = RetainedPublication.Verbs;
        var numbers = await db.AuditEntries.Where(e => ids.Contains(e.ObjectId) && verbs.Contains(e.Verb))
            .GroupBy(e => e.ObjectId).Select(g => g.Max(e => e.Number)).ToListAsync(cancellationToken);
        var lines = await db.AuditEntries.Where(e => numbers.Contains(e.Number)).Select(e => new { e.Number, e.ObjectId, e.Verb, e.Details }).ToListAsync(cancellationToken);
        return lines.ToDictionary(l => Guid.Parse(l.ObjectId), l => RetainedPublication.Of(l.Number, l.Verb, l.Details));
    }

    /// <summary>By thing, the hash of the facts that were last made public; one pass over the log, since entries that told of a thing may be gone.</summary>
    public async Task<Dictionary<Guid, string>> FactsAsync(CancellationToken cancellationToken)
    {
        var (verbs, found) = (RetainedPublication.Publishing, new Dictionary<Guid, string>());
        await foreach (var details in db.AuditEntries.Where(e => verbs.Contains(e.Verb)).OrderBy(e => e.Number).Select(e => e.Details).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (RetainedPublication.FactsIn(details) is { } facts)
            {
                found[facts.Item] = facts.Hash;
            }
        }

        return found;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<RetainedEntry> UpToAsync(long number, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var facts = await FactsAsync(cancellationToken);
        for (var after = Guid.Empty; ;)
        {
            var last = after;
            var page = await db.Publications.AsNoTracking().Where(p => p.EntryId > last).OrderBy(p => p.EntryId).Take(PageSize)
                .Select(p => new { p.EntryId, p.Kind, p.ItemId }).ToListAsync(cancellationToken);
            if (page.Count == 0)
            {
                yield break;
            }

            var lines = await OfAsync([.. page.Select(p => p.EntryId)], cancellationToken);
            foreach (var entry in page)
            {
                if (lines.GetValueOrDefault(entry.EntryId) is { IsPublic: true, Hash: { } hash } line && line.Number <= number)
                {
                    yield return new RetainedEntry(entry.Kind.ToString(), entry.EntryId, hash, entry.ItemId, facts.GetValueOrDefault(entry.ItemId));
                }
            }

            after = page[^1].EntryId;
        }
    }
}
