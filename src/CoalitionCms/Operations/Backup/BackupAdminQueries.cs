using System.Text.Json;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace CoalitionCms.Operations.Backup;

/// <summary>The state of backups according to the log.</summary>
/// <param name="MadeAt">When the last backup was made; null if there is none.</param>
/// <param name="FailedAt">When a later attempt failed; null if none did.</param>
/// <param name="TestedAt">When one was last restored, either as a test or actually.</param>
internal sealed record BackupState(DateTime? MadeAt, long Bytes, DateTime? FailedAt, DateTime? TestedAt);

/// <summary>
/// Reads the state of backups from the log. The log survives restarts, and after a restore it is as old as the restored data.
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

/// <summary>The object kind and id of log entries about backups.</summary>
internal static class BackupLog
{
    public const string Kind = "backup";

    // One id for all of them, so that the log's index finds the newest of each verb.
    public const string Id = "backup";
}
