using System.Runtime.CompilerServices;
using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Identity;
using CoalitionCms.Integrity;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Audit;

/// <summary>An entry of the log for admins.</summary>
/// <param name="Number">Position in the hash chain.</param>
/// <param name="Actor">Account id or fixed word.</param>
/// <param name="ActorName">Name of the account; empty for a fixed word.</param>
/// <param name="Holds">False when the entry does not match its hash.</param>
internal sealed record AuditRow(
    long Number, DateTime AtUtc, string Actor, string ActorName, string Verb, string ObjectKind, string ObjectId,
        IReadOnlyList<AuditDetail> Details, string Hash, bool Holds)
{
    public required AuditObject Object { get; init; }

    /// <summary>True for a member's own word about their name: the log must not show the name of somebody who hides it.</summary>
    public bool IsByAMember { get; init; }
}

/// <summary>What an entry is about, for readers.</summary>
/// <param name="Title">Empty for what has no name, or no longer exists; members are never named.</param>
/// <param name="Path">Where it is found; null when there is no page for it.</param>
internal sealed record AuditObject(string Title, string? Language = null, string? Path = null)
{
    public static AuditObject None { get; } = new("");
}

/// <summary>A page of the log.</summary>
/// <param name="OlderThan">Number that requests the next page; null on the last.</param>
/// <param name="Head">The last entry of the whole log.</param>
internal sealed record AuditPage(IReadOnlyList<AuditRow> Rows, long? OlderThan, ChainHead Head);

/// <summary>A person who may be an actor in the log.</summary>
internal sealed record AuditActor(string Id, string Name);

internal sealed class AuditAdminQueries(CmsDbContext db, AuditObjects objects, CmsOptions options)
{
    private const int PageSize = 50;
    private const int ExportSize = 1_000;

    /// <summary>Returns the newest entry, to be recorded elsewhere.</summary>
    public async Task<ChainHead> HeadAsync(CancellationToken cancellationToken)
    {
        var head = await db.AuditHeads.AsNoTracking().SingleAsync(cancellationToken);
        return new(head.Number, head.Hash);
    }

    /// <summary>Returns a page of the matching entries with numbers below <paramref name="before"/>.</summary>
    public async Task<AuditPage> ListAsync(AuditFilter filter, long? before, CancellationToken cancellationToken)
    {
        var below = before ?? long.MaxValue;
        var entries = await filter.Of(db.AuditEntries, options.Zone).Where(e => e.Number < below).OrderByDescending(e => e.Number)
            .Take(PageSize + 1).ToListAsync(cancellationToken);
        var page = entries.Take(PageSize).ToList();
        var accounts = await AccountsAsync(page.Select(e => e.Actor), cancellationToken);
        var about = await objects.FindAsync(page, cancellationToken);
        return new(
            [.. page.Select(e => new AuditRow(
                e.Number, e.AtUtc, e.Actor, accounts.GetValueOrDefault(e.Actor).Name ?? "", e.Verb, e.ObjectKind, e.ObjectId,
                    AuditDetail.Of(e.Details), e.Hash, Holds(e))
            {
                Object = about.GetValueOrDefault((e.ObjectKind, e.ObjectId), AuditObject.None),
                IsByAMember = accounts.TryGetValue(e.Actor, out var actor) && actor.Role == Role.Member && IsAboutAName(e.Verb),
            })],
            entries.Count > PageSize ? page[^1].Number : null,
            await HeadAsync(cancellationToken));
    }

    public async Task<List<AuditActor>> ActorsAsync(CancellationToken cancellationToken)
    {
        // Names are encrypted, so that the database cannot sort them.
        var actors = await db.Set<Account>().AsNoTracking().Select(u => new { u.Id, u.Name }).ToListAsync(cancellationToken);
        return [.. actors.OrderBy(u => u.Name, StringComparer.OrdinalIgnoreCase).ThenBy(u => u.Id)
            .Select(u => new AuditActor(u.Id.ToString(), u.Name))];
    }

    /// <summary>Returns all matching entries as rows of a table, oldest first, with all values that are hashed.</summary>
    public async IAsyncEnumerable<string> RowsAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Csv.Row(
            "number", "time", "actor", "actor name", "verb", "object kind", "object id", "details", "previous hash", "hash");
        var names = await db.Set<Account>().AsNoTracking()
            .ToDictionaryAsync(u => u.Id.ToString("D"), u => u.Name, StringComparer.Ordinal, cancellationToken);
        var wanted = filter.Of(db.AuditEntries, options.Zone);
        for (var after = long.MinValue; ;)
        {
            var last = after;
            var page = await wanted.Where(e => e.Number > last).OrderBy(e => e.Number).Take(ExportSize).ToListAsync(cancellationToken);
            foreach (var e in page)
            {
                yield return Csv.Row(
                    e.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    e.AtUtc.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
                    e.Actor, names.GetValueOrDefault(e.Actor, ""), e.Verb, e.ObjectKind, e.ObjectId, e.Details, e.PreviousHash, e.Hash);
            }

            if (page.Count < ExportSize)
            {
                yield break;
            }

            after = page[^1].Number;
        }
    }

    // Checks a single entry. Only the verification of the whole log can tell whether all are present and in order.
    private static bool Holds(AuditEntry entry) =>
        HashChain.FindFirstBreak(
            new ChainHead(entry.Number - 1, entry.PreviousHash), [(entry.Content, entry.PreviousHash, entry.Hash)]) is null;

    private static bool IsAboutAName(string verb) =>
        verb.StartsWith("consent.", StringComparison.Ordinal) || verb is AuditVerb.MemberAliasChosen or AuditVerb.MemberAliasRefused;

    private async Task<Dictionary<string, (string? Name, Role Role)>> AccountsAsync(IEnumerable<string> actors,
        CancellationToken cancellationToken)
    {
        var ids = actors.Distinct(StringComparer.Ordinal).Select(a => Guid.TryParse(a, out var id) ? id : Guid.Empty)
            .Where(id => id != Guid.Empty).ToList();
        return (await db.Set<Account>().AsNoTracking().Where(u => ids.Contains(u.Id))
            .Select(u => new { u.Id, u.Name, u.Role }).ToListAsync(cancellationToken))
            .ToDictionary(u => u.Id.ToString("D"), u => ((string?)u.Name, u.Role),
            StringComparer.Ordinal);
    }
}

/// <summary>One value of an entry's details, such as <c>role: editor → admin</c>.</summary>
internal sealed record AuditDetail(string Name, string Value)
{
    private const int Most = 40;
    private const int Longest = 300;

    /// <summary>Returns the details as a flat list; anything but a JSON object is returned unchanged.</summary>
    internal static IReadOnlyList<AuditDetail> Of(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var lines = document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.EnumerateObject().Where(p => p.Name != RowHashes.Name).SelectMany(p => Flat(p.Name, p.Value))
                : [new("", json)];
            return [.. lines.Take(Most).Select(l => l.Value.Length > Longest ? l with { Value = l.Value[..Longest] + "…" } : l)];
        }
        catch (JsonException)
        {
            return [new("", json.Length > Longest ? json[..Longest] + "…" : json)];
        }
    }

    private static IEnumerable<AuditDetail> Flat(string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when IsChange(value, out var from, out var to):
                return [new(path, $"{from} → {to}")];
            case JsonValueKind.Object:
                return value.EnumerateObject().SelectMany(p => Flat(path.Length == 0 ? p.Name : $"{path} · {p.Name}", p.Value));
            case JsonValueKind.Array when value.EnumerateArray().Any(v => v.ValueKind is JsonValueKind.Object or JsonValueKind.Array):
                return value.EnumerateArray().Index().SelectMany(v => Flat($"{path} {v.Index + 1}".TrimStart(), v.Item));
            case JsonValueKind.Array:
                return [new(path, string.Join(", ", value.EnumerateArray().Select(v => v.ToString())))];
            default:
                return [new(path, value.ToString())];
        }
    }

    private static bool IsChange(JsonElement value, out JsonElement from, out JsonElement to)
    {
        to = default;
        return value.TryGetProperty("from", out from) && value.TryGetProperty("to", out to) && value.EnumerateObject().Count() == 2
            && from.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)
            && to.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);
    }
}
