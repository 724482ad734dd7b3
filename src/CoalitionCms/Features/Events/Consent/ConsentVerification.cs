using CoalitionCms.Features.Members;
using CoalitionCms.Data.Audit;
using System.Text.Json;
using CoalitionCms.Data;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Features.Events;

/// <param name="Members">The number of members whose consents match the log.</param>
/// <param name="Unlogged">Members without consents in the log: added at the first start, or logged before the log was pruned.</param>
/// <param name="Wrong">The first member whose consents or name differ from what was saved.</param>
internal sealed record ConsentReport(int Members, int Unlogged, Guid? Wrong);

/// <summary>Compares the newest consents of every member with the log, and each name with the seal that binds it to its row.</summary>
internal sealed class ConsentVerification(CmsDbContext db)
{
    private const int Batch = 500;
    private static readonly string[] Verbs =
        [AuditVerb.ConsentRecorded, AuditVerb.ConsentWithdrawn, AuditVerb.ConsentAnswered, AuditVerb.AttendanceRecorded,
        AuditVerb.MembersMerged];

    public async Task<ConsentReport> RunAsync(CancellationToken cancellationToken)
    {
        var told = await ToldAsync(cancellationToken);
        var (sound, unlogged) = (0, 0);
        for (Guid? after = null; ;)
        {
            var members = await db.Set<Member>().AsNoTracking().Where(m => after == null || m.Id.CompareTo(after.Value) > 0)
                .OrderBy(m => m.Id)
                .Take(Batch).ToListAsync(cancellationToken);
            var ledger = await ConsentLedger.OpenAsync(db, [.. members.Select(m => m.Id)], cancellationToken);
            foreach (var member in members)
            {
                var known = told.GetValueOrDefault(member.Id);
                if (!member.IsNameSealed || (known is not null && known != ledger.DigestOf(member.Id)))
                {
                    return new(sound, unlogged, member.Id);
                }

                (sound, unlogged) = known is not null || !ledger.HasAny(member.Id) ? (sound + 1, unlogged) : (sound, unlogged + 1);
            }

            if (members.Count < Batch)
            {
                return new(sound, unlogged, null);
            }

            after = members[^1].Id;
        }
    }

    private async Task<Dictionary<Guid, string>> ToldAsync(CancellationToken cancellationToken)
    {
        var told = new Dictionary<Guid, string>();
        await foreach (var entry in db.AuditEntries.AsNoTracking().Where(e => Verbs.Contains(e.Verb)).OrderBy(e => e.Number)
            .Select(e => new { e.ObjectId, e.Details }).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            using var details = JsonDocument.Parse(entry.Details);
            if (Guid.TryParse(entry.ObjectId, out var id) && details.RootElement.TryGetProperty("consents", out var own))
            {
                told[id] = own.GetString()!;
            }

            if (details.RootElement.TryGetProperty("lines", out var lines) && lines.ValueKind == JsonValueKind.Array)
            {
                foreach (var line in lines.EnumerateArray())
                {
                    if (line.TryGetProperty("consents", out var digest) && line.TryGetProperty("member", out var member))
                    {
                        told[member.GetGuid()] = digest.GetString()!;
                    }
                }
            }
        }

        return told;
    }
}
