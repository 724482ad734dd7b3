namespace CoalitionCms.Operations.Backup;

/// <summary>How lines of the log about backups name their object.</summary>
internal static class BackupLog
{
    public const string Kind = "backup";

    // One object for all of them, so that the log's index finds the newest of each verb.
    public const string Id = "backup";
}
