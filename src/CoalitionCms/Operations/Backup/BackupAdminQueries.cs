using CoalitionCms.Data.Audit;
using System.Text.Json;
using CoalitionCms.Data;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Backup;

/// <summary>What the log says of backups.</summary>
/// <param name="MadeAt">When the last one was made; null when none was.</param>
/// <param name="FailedAt">When a later attempt failed; null when none did.</param>
/// <param name="TestedAt">When one was last restored, for a test or in earnest.</param>
internal sealed record BackupState(DateTime? MadeAt, long Bytes, DateTime? FailedAt, DateTime? TestedAt);

/// <summary>
/// Reads from the log when the site was backed up. The log is the record: it survives restarts, and after a restore it is as old as what
/// was restored.
/// </summary>
internal sealed class BackupAdminQueries(CmsDbContext db)
{
    public async Task<BackupState> ReadAsync(CancellationToken cancellationToken)
    {
        var made = await NewestAsync([AuditVerb.BackupMade], cancellationToken);
        var failed = await NewestAsync([AuditVerb.BackupFailed], cancellationToken);
        var tested = await NewestAsync([AuditVerb.BackupTested, AuditVerb.BackupRestored], cancellationToken);
        return new(made?.AtUtc, made is null ? 0 : BytesIn(made.Details), failed?.Number > (made?.Number ?? 0) ? failed.AtUtc : null,
            tested?.AtUtc);
    }

    private Task<AuditEntry?> NewestAsync(string[] verbs, CancellationToken cancellationToken) => db.AuditEntries.AsNoTracking()
        .Where(e => e.ObjectId == BackupLog.Id && verbs.Contains(e.Verb)).OrderByDescending(e => e.Number)
        .FirstOrDefaultAsync(cancellationToken);

    private static long BytesIn(string details)
    {
        try
        {
            using var json = JsonDocument.Parse(details);
            return json.RootElement.GetProperty("bytes").GetInt64();
        }
        catch (Exception foreign) when (foreign is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return 0;
        }
    }
}

/// <summary>How lines of the log about backups name their object.</summary>
internal static class BackupLog
{
    public const string Kind = "backup";

    // One object for all of them, so that the log's index finds the newest of each verb.
    public const string Id = "backup";
}
